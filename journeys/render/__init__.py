"""Pictures of a relationship as text: SVG, HTML, terminal characters and sparklines.

Every function here is pure: plain values in, text out, the same bytes for the same
input. The package is a leaf: it imports nothing of the project and nothing heavy, so
pages, notebooks, docs, exports and the command line share one renderer.

========================  =====================================================
`journeys.render.values`     what is drawn: samples, bands, marks, a curve
`journeys.render.words`      every word on a picture, English and Dutch
`journeys.render.curve`      the emotion curve of both sides as SVG
`journeys.render.table`      its table twin, and a figure with both in HTML
`journeys.render.terminal`   the same curve in terminal characters
`journeys.render.sparkline`  one line of blocks
`journeys.render.network`    the touchpoint graph as SVG; its values, words and
                             table twin stand beside it
`journeys.render.blueprint`  a map in lanes, with what was lived of it, as SVG; its
                             values, words and table twin stand beside it
========================  =====================================================

Examples
--------
>>> from datetime import UTC, datetime
>>> from journeys.render.curve import svg
>>> from journeys.render.values import Curve, Sample
>>> start = Sample(datetime(2025, 7, 28, 9, tzinfo=UTC), 0.7, "a confident start")
>>> end = Sample(datetime(2025, 9, 8, 9, tzinfo=UTC), -0.6, "how sad")
>>> svg(Curve("The agency", staff=(start, end))).startswith("<svg")
True
"""
