"""Tables of other systems, read row by row: CSV, TSV, Excel and JSON Lines.

The seam: whatever the format, a reader yields `row.Row` (file, line, values). What the values mean
is for `journeys.io.mapped` to say.
"""
