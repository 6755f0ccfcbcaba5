"""The columns: a copy of the facts beside the store, for questions about a whole portfolio.

The rooms: `layout` (which columns there are), `taking` (rows of the log become columns), `facts`
and `particulars` (what some facts say more), `codes` (texts become numbers that stay), `moments`
(texts become instants), `folder` (files that a crash
does not hurt), `copy` (kept up to date, or made anew), `held` (what is in memory of it), `tidy`
(what people get), and the questions that are answered from it: `chosen` (what they are about),
`figures` and `each` (of all together, and of each), on `arrays`, `spans` and `evidence`. Some facts
say more than columns hold: `reading` reads those that decide back from the log, for `lives` (when
each began and ended), `moods` (what both sides felt) and what is asked of them (`rhythm`, `fit`,
`cohorts`, `comparing`); `glimpses` gives whom a question looks at, no further than it looks;
`found` is what is kept of findings, and `judged` the questions about them; `answering` lists the
others. Nothing is in a copy that is not in the store; it may be thrown away at any time.
"""
