"""Alarms: drift as it is judged of one relationship while its history grows.

The mathematics stand in `projections.drift`. Here is when an alarm is raised, with which limits,
what it says for itself, and what settles it. Nothing of it is loaded before there is something to
judge: `bounds`, `watching` and `following` are light, the rest is not.
"""
