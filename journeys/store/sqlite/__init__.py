"""A store in one SQLite file, or in memory.

The rooms: `schema` (which files are stores, their tables), `connection` (transactions), `recorder`,
`stored` (what verification reads), `errors`.
"""
