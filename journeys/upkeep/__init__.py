"""Upkeep: what whoever runs a store wants to know of it, and does to it.

The rooms: `views` (how far the views are; building them anew), `checks` and `doctor` (is everything
as it should be), `backup` and `restoring` (one file that either kind of store can be made from),
`compacting` (giving room back). Nothing here changes a fact.
"""
