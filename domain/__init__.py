"""Ground floor: what happened in a relationship, and what may happen. Pure.

The chapters are in `domain.chapters`. This file imports none of them, so that the plain words of
`domain.vocabulary` can be had without the rest.
"""
