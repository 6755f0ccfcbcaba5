"""What an alarm says for itself: which channel, which window, before and after, which contacts."""

from __future__ import annotations

from dataclasses import field
from itertools import islice
from typing import Any, Final

from domain._kernel import AnyEvent
from domain.care import ContactHeld
from domain.feelings import FeelingObserved
from domain.promises import PromiseSettled
from domain.unchanging import unchanging
from projections.alarms.bounds import STRICT, Bounds
from projections.alarms.met import Met
from projections.alarms.watching import Rise, Stands
from projections.drift import usual
from projections.drift.explain import Part, parts

REMEMBERED: Final = 1_000
"""Contacts that an explanation goes back over."""
CITED: Final = 24
"""Contacts that an alarm cites at most: the newest."""
COUNTS: Final = 0.2
"""A channel counts as a sign from this part of all that the signs weigh."""
WHAT: Final = {
    "client": "the client's mood",
    "staff": "our people's mood",
    "gap": "the gap between both moods",
    "silence": "the number of contacts in 30 days",
    "promises": "the share of promises kept late",
    "errors": "the number of errors per contact",
}
"""What each channel measures, as people say it."""
UNASKED: Final = {
    "client": "the client's feelings",
    "staff": "our people's feelings",
    "promises": "promises that came due",
}


@unchanging
class Said:
    """What fills the sentence, everything that was measured, and the events it rests on."""

    says: dict[str, Any]
    evidence: tuple[AnyEvent, ...]
    figures: dict[str, Any] = field(default_factory=dict)


def drifting(met: Met, day: float, figures: list[float] | None = None) -> Said:
    """Return what the combined line says at *day*, the day of the contact or a later one.

    Parameters
    ----------
    met, day
        The last contact until then, and the day that was judged.
    figures
        `projections.drift.features` of that day, where they are known already.
    """
    contacts = _until(met)
    shown = parts([one.contact for one in contacts], met.state, day, figures)
    weighing = [part for part in shown if part.weight > 0] or list(shown[:1])
    enough = COUNTS * sum(part.weight for part in weighing)
    signs = [part for part in weighing if part.weight >= enough][:3]
    unasked = _unasked(met)
    says = {
        **_change(signs[0]),
        "signs": [WHAT[part.channel] for part in signs],
        "unasked": [UNASKED[channel] for channel in unasked] or ["nothing"],
    }
    places = sorted({at for part in signs for at in part.contacts}) or [len(contacts) - 1]
    measured = {"parts": [_figures(part) for part in shown], "unasked": unasked}
    return Said(says, _cited([contacts[at] for at in places], signs), measured)


def divergence(met: Met, day: float) -> Said:
    """Return what the line of the two moods says."""
    return _channel(met, day, "gap")


def promises(met: Met, day: float) -> Said:
    """Return what the line of promises says."""
    return _channel(met, day, "promises")


def silence(met: Met) -> Said:
    """Return what silence says: since when, and what was usual."""
    usually = (met.state.usual_days + met.state.day) / (usual.CONTACTS + met.state.contacts)
    says = {"last": met.told.events[-1].occurred_at, "usual": max(1, round(usually))}
    return Said(says, tuple(met.told.events))


def rise(code: str, stands: Stands, said: Said, height: float, bounds: Bounds) -> Rise:
    """Return the alarm that a line raises: what it says, how high it stands, and the limit."""
    whole = code == "drifting" and stands.grade == "watch"
    limit = (bounds.whole if whole else bounds.strict)[code]
    says = said.says | {"alarms": bounds.alarms, "clients": bounds.clients}
    figures = {
        "height": round(height, 3),
        "limit": round(limit, 3),
        "budget": f"{bounds.alarms:g} false alarms a year per {bounds.clients} clients",
        "share": 1.0 if whole else STRICT,
        "measured_on": bounds.measured_on,
        **said.figures,
    }
    return Rise(code, stands.key, stands.grade, stands.since, said.evidence, says, figures)


def _channel(met: Met, day: float, channel: str) -> Said:
    contacts = _until(met)
    shown = parts([one.contact for one in contacts], met.state, day)
    part = next(part for part in shown if part.channel == channel)
    cited = [contacts[at] for at in part.contacts] or [met]
    return Said(_change(part), _cited(cited, [part]), {"parts": [_figures(part)]})


def _until(met: Met) -> list[Met]:
    return list(islice(met.back(), REMEMBERED))[::-1]


def _unasked(met: Met) -> list[str]:
    state = met.state
    known = {
        "client": state.client_weight > usual.MOOD_WEIGHT,
        "staff": state.staff_weight > usual.MOOD_WEIGHT,
        "promises": state.due > 0,
    }
    return [channel for channel, there in known.items() if not there]


def _cited(contacts: list[Met], signs: list[Part]) -> tuple[AnyEvent, ...]:
    """Return the events of these contacts: those of the channels that weigh, where there are."""
    channels: set[str] = {part.channel for part in signs}
    newest = contacts[-CITED:]
    found = [e for one in newest for e in one.told.events if _tells(e, channels)]
    return tuple(found) or tuple(newest[-1].told.events)


def _tells(event: AnyEvent, channels: set[str]) -> bool:
    fact = event.fact
    if isinstance(fact, FeelingObserved):
        return fact.whose in channels or "gap" in channels
    if isinstance(fact, PromiseSettled):
        return "promises" in channels
    return ("silence" if isinstance(fact, ContactHeld) else "errors") in channels


def _change(part: Part) -> dict[str, Any]:
    known = part.surprise != float("-inf")
    before = _figure(part, part.before) if known else "–"
    return {
        "what": WHAT[part.channel],
        "before": before,
        "within": _figure(part, part.within),
        "window": part.window,
    }


def _figure(part: Part, value: float) -> str:
    if part.channel in ("client", "staff", "gap"):
        return f"{value:+.2f}"
    return f"{100 * value:.0f}%" if part.channel == "promises" else f"{value:.1f}"


def _figures(part: Part) -> dict[str, Any]:
    known = part.surprise != float("-inf")
    return {
        "channel": part.channel,
        "window": part.window,
        "before": (part.before and round(part.before, 3)) if known else None,
        "within": part.within and round(part.within, 3),  # most of them are nothing
        "weight": part.weight and round(part.weight, 3),
        "contacts": len(part.contacts),
    }
