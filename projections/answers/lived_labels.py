"""The columns of answers about what was lived."""

from __future__ import annotations

from projections.answers.column import Column

LIVED = (
    Column("bad_share", "Of the others", "The share of the other goodbyes that has it", "0…1"),
    Column("basis", "Judged by", "Whose history shows it: others', or its own", word=True),
    Column("client_after", "Client after", "What the client felt about it, on average", "−1…1"),
    Column("closed_by", "Closed by", "The touchpoint after which it was too late"),
    Column("comparable", "Comparable", "Others in that same place that ended well", "count"),
    Column("depth", "Depth", "The mean drop, times how often it was told"),
    Column("dominates", "On every way", "Whether no good goodbye was reached without it"),
    Column("drop", "Drop", "How far the feeling fell, on average", "0…2"),
    Column("end_felt", "At the end", "The last feeling that was told", "−1…1"),
    Column("ending", "Ending", "How the goodbye went", word=True),
    Column("good_share", "Of the good", "The share of the good goodbyes that has it", "0…1"),
    Column("handed_over", "Hand-offs", "Hand-offs in the steps just before", "count"),
    Column("handed_usual", "Usual", "Hand-offs in so many steps, on average", "count"),
    Column("healed", "Healed", "How many times it was made good", "count"),
    Column("healed_last", "Last healed", "When it was last made good"),
    Column("hops", "Steps to it", "The fewest steps in which it was reached", "count"),
    Column("late_days", "Days late", "Days since it was due, or that it came late", "days"),
    Column("lead", "Lead time", "Days from there to the end of it", "days"),
    Column("leads_to", "Leads to", "The touchpoint that follows"),
    Column("node", "Who they are", "What these relationships or moments have in common"),
    Column("others", "Others", "The same of all the others", "−1…1"),
    Column("path", "Way", "The touchpoints on the way, from first to last"),
    Column("peak_felt", "Strongest", "The strongest feeling that was told", "−1…1"),
    Column("plan", "Planned or lived", "Where the map and what was lived part", word=True),
    Column("promise_key", "Promise", "The promise, by its key"),
    Column("reach_after", "Touched after", "Touchpoints that follow within so many steps", "count"),
    Column("seen_by_us", "What we saw", "Whether our people felt it too", word=True),
    Column("side", "Side", "Whose feeling it is", word=True),
    Column("slope", "Slope", "How the client's feeling changes from year to year", "a year"),
    Column("staff_after", "Our people after", "What our people felt, on average", "−1…1"),
    Column("system", "System", "The tool or system, by its key"),
    Column("touched", "Touched", "How often it came up after it was made", "count"),
    Column("touchpoints", "Touchpoints", "Touchpoints that rest on it", "count"),
    Column("unhealed_since", "Not healed since", "From when on it was not made good any more"),
    Column("wait", "Days waited", "The median of days since the moment before", "days"),
    Column("worst", "Among the worst", "How many of these are among the longest waits", "count"),
)  # fmt: skip
