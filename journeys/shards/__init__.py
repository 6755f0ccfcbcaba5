"""The engine over a store in shards: each shard has its own views and columns, and answers are one.

The rooms: `opening` (which engine a place gets), `engine` (the engine itself), `runners` (the views
of all shards as one runner) and `columns` (their columns as one copy).
"""
