"""What was lived, as columns: a copy of the view ``lived`` for questions about a whole portfolio.

The rooms: `layout` (which columns there are), `keeping` (when they are written), `taking` (kept
rows become columns), `folder` (files that a crash does not hurt), `copy` (kept up with the view, or
made anew), `lives` (what is in memory of it), `coding` (rows that agree get one number), `visits`
(each occasion at its place on a map), `turns` and `evidence` (the events behind visits), `groups`
and `bags` (figures of many places at once), `webs` (nodes and ways), and `answers` (the questions).
Nothing is in a copy that is not in the view; it may be thrown away at any time.
"""
