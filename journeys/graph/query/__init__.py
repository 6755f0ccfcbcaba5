"""The question language over the lived graph: a path of nodes and ways, and what is known of them.

`docs/query.md` has its grammar and what each word means.
"""
