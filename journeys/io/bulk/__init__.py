"""Large native files: in one pass from lines to the store and its columns.

The rooms: `spelling` (a line that is written as we write it is read without building an event),
`fitting` (what is held of every line), `facts` (what a fact says, by its bytes), `lines` (all
three), `pasts` (what must be remembered of a relationship to ask the rules), `through` (the pass
itself, from lines to batches), `storing` (from batches to the store), `taking` (both), `ordinary`
(when it gives up); and where there is a second core `apart` (a process of its own goes through the
file), `reader` (that process), `handing` (what it says).
Whatever is out of the ordinary is read and judged in the ordinary way, by the same functions.
"""
