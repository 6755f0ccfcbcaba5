"""Every verb of recording, in the order of a relationship's life."""

from __future__ import annotations

from journeys.cli.recording import beginning, chafing, ending, judging, working

VERBS = (*beginning.VERBS, *working.VERBS, *chafing.VERBS, *ending.VERBS, *judging.VERBS)
