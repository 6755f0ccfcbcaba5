"""Back-test: what a policy of rules and limits would have warned of, and how early.

A policy is replayed over histories as they became known. An alarm is right when a breakup is
announced within a horizon after it, and false when that horizon passes without one.
"""
