"""Large native files: in one pass from lines to the store and its columns.

The rooms: `lines` (a line that is written as we write it is read without building an event),
`pasts` (what must be remembered of a relationship to ask the rules), `taking` (the pass itself),
`ordinary` (when it gives up).
Whatever is out of the ordinary is read and judged in the ordinary way, by the same functions.
"""
