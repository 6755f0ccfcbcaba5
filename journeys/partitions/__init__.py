"""The facts in partitions, and folds over these in more than one process.

The rooms: `layout` (which partition a relationship is in, the files and their manifest), `writing`
(one pass over the log), `place` (a folder for once, or one that is kept), `mapping` (over which
processes a task goes), `tasks` (what is done with one partition) and `spread` (all of it together).
A partition holds whole relationships, so a fold over it is the fold that one process would have
done. Partitions hold people's words, and are as closed to others as a store is.
"""
