"""A store in a schema of a PostgreSQL database. Needs the extra ``postgres``.

The rooms: `schema` (its tables, and which schemas are stores), `connection` (transactions, and what
happens when they break), `session`, `recorder`, `stored` (what verification reads), `errors`.
"""
