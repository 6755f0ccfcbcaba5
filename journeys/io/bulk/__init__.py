"""Large native files: in one pass from lines to the store and its columns.

The rooms: `spelling` (a line that is written as we write it is read without building an event), `fitting`
(what is held of every line),
`facts` (what a fact says, by its bytes), `lines` (both, and what is held of every line), `pasts`
(what must be remembered of a relationship to ask the rules), `taking` (the pass itself),
`ordinary` (when it gives up).
Whatever is out of the ordinary is read and judged in the ordinary way, by the same functions.
"""
