"""Drift: whether a relationship is quietly coming apart, long before anybody says so.

Five channels (both sides' moods, silence, promises, errors), each against the relationship's own
beginning, and one line that combines them. `watch` follows one relationship as it happens,
`portfolio` many of them a page of the log at a time, `bulk` judges whole histories, `explain` tells
why, `calibrate` turns a bearable number of false alarms into limits. Pure: no clock, no file. What
the priors and limits were measured on is told with them.
"""
