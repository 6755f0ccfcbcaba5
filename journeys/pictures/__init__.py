"""From what is known to what is drawn: the pictures, as the command line and a notebook show them.

Each function here takes something that people hold and returns a `Picture`: the drawing, its table
twin and the two as one figure. `journeys.render` draws; here stands what is drawn, in the reader's
language.

=============================  =================================================
`journeys.pictures.curve`        what both sides felt over time
`journeys.pictures.strip`        a story as a filmstrip
`journeys.pictures.difference`   two histories, or two moments, side by side
`journeys.pictures.cohorts`      many relationships on one clock; two groups
`journeys.pictures.listed`       findings over time, and the board
=============================  =================================================
"""

from journeys.pictures.picture import Picture, reader

__all__ = ["Picture", "reader"]
