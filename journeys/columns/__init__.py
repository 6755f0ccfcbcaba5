"""The columns: a copy of the facts beside the store, for questions about a whole portfolio.

The rooms: `layout` (which columns there are), `taking` (rows of the log become columns), `codes`
(texts become numbers that stay), `moments` (texts become instants), `folder` (files that a crash
does not hurt), `copy` (kept up to date, or made anew), `tidy` (what people get) and `figures` (the
questions that are answered from it). Nothing is in a copy that is not in the store; it may be
thrown away at any time.
"""
