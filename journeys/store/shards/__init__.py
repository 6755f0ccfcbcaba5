"""Several stores that are one: hash-sharded, each shard a whole store with a lock of its own.

The rooms: `rule` (which shard keeps a relationship), `vector` (a position in all of them), `order`
(in which order they are read), `opening` (made and opened whole, or not at all), `several` (the
store that they are), `writing` (one transaction a shard) and `verifying` (each of them, and the
whole). What a shard remembers of its set is in `journeys.store.mark`.
"""
