"""History that other systems kept: a mapping says what the rows of their tables mean.

`loading` reads a mapping, `templates` turns one row into facts, `reading` goes through the files,
`deciding` asks the rules, `importer` writes, and `quarantine` keeps what was not taken.
"""
