"""``journeys farewell --review``: the history behind a goodbye."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from journeys.cli.output import Column
from journeys.language import t

if TYPE_CHECKING:
    from domain._kernel import AnyEvent
    from journeys.cli.run import Run
    from projections.highlights import Highlight
    from projections.review import Known, Mood, OpenPromise, Review, Told

PARTS = {
    "moods": t("How it felt, and how it will be remembered"),
    "highlights": t("To thank for"),
    "contributions": t("What the client brought us"),
    "own_share": t("Where we failed, as far as recorded"),
    "acknowledged": t("Where we said so"),
    "promises": t("Promises still open"),
    "people": t("Who knew the client"),
    "remains": t("What remains to be done, or found out"),
}
COLUMNS = (
    Column("part", t("Part"), text=True),
    Column("at", t("When")),
    Column("what", t("What"), text=True),
    Column("words", t("In which words"), text=True),
    Column("who", t("By whom"), word=True),
    Column("client"),
    Column("staff"),
    Column("until", t("Until")),
    Column("due", t("Due")),
    Column("verdict", t("Verdict"), word=True),
    Column(
        "events",
        t("Evidence"),
        say=lambda cited: " ".join(dict.fromkeys(c["story_id"] or c["id"] for c in cited)),
    ),
)


def show(run: Run, id_: str, title: str, found: Review) -> None:
    """Print a review: a document, rows, or a page for people."""
    if run.format == "json":
        run.out.document(_document(run, id_, title, found))
    elif run.out.for_people:
        _print(run, id_, found)
    else:
        rows = list(_rows(run, found))
        if run.format == "md":
            rows = [{**row, "part": run.say(PARTS[row["part"]])} for row in rows]
        run.out.rows(COLUMNS, rows)


def _cited(events: Iterable[AnyEvent]) -> list[dict[str, str | None]]:
    return [{"id": event.id, "story_id": event.story_id} for event in events]


def _row(part: str, **cells: object) -> dict[str, Any]:
    return {**dict.fromkeys((column.key for column in COLUMNS), None), "part": part, **cells}


def _rows(run: Run, found: Review) -> Iterator[dict[str, Any]]:
    """Yield every fact of a review as a row of one shape."""
    for mood in found.moods:
        what = _felt(run, mood)
        yield _row("moods", what=what, who=mood.whose, events=_cited(mood.events))
    for one in found.highlights:
        yield _row(
            "highlights",
            at=one.at,
            what=_named(run, one),
            words="; ".join(one.words) or None,
            client=one.client,
            staff=one.staff,
            events=_cited(one.events),
        )
    for part in ("contributions", "own_share", "acknowledged"):
        for told in getattr(found, part):
            name = run.say(told.name)
            events = _cited(told.events)
            yield _row(part, at=told.at, what=name, words=told.words, events=events)
    for promise in found.promises:
        made, events = promise.events[0].occurred_at, _cited(promise.events)
        yield _row("promises", at=made, what=promise.text, who=promise.by, due=promise.due,
                   events=events)  # fmt: skip
    for known in found.people:
        yield _row("people", at=known.since, what=known.role, who=known.person,
                   until=known.until, events=_cited(known.events))  # fmt: skip
    for duty in found.remains:
        yield _row(
            "remains",
            what=run.say(duty.duty.obligation),
            who=duty.who,
            due=duty.deadline,
            verdict=duty.verdict,
            events=_cited(duty.events),
        )


def _document(run: Run, id_: str, title: str, found: Review) -> dict[str, Any]:
    from journeys.cli.farewell_whole import document

    parts: dict[str, list[dict[str, Any]]] = {part: [] for part in PARTS}
    for row in _rows(run, found):
        parts[row.pop("part")].append({k: v for k, v in row.items() if v is not None})
    parts["moods"] = [
        {
            "whose": mood.whose,
            "mean": _rounded(mood.mean),
            "peak_end": _rounded(mood.peak_end),
            "felt": mood.felt,
            "events": _cited(mood.events),
        }
        for mood in found.moods
    ]
    goodbye = document(run, found.goodbye)
    del goodbye["duties"]
    return {
        "relationship": id_,
        "title": title,
        **goodbye,
        "begun": found.begun.occurred_at if found.begun else None,
        "ends": found.ends,
        "tenure_years": found.years,
        **parts,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _print(run: Run, id_: str, found: Review) -> None:
    from journeys.cli.blocks import beside, indented, title
    from journeys.cli.farewell_whole import NO_ADVICE, print_whole

    print_whole(run, id_, found.goodbye)
    one, many = t("{n} year together"), t("{n} years together")
    span = run.words.plural(one, many, 1 if found.years == 1 else 2, n=found.years)
    if found.begun is not None:
        said = t("{span} · the goodbye began {begun}")
        span = run.say(said, span=span, begun=found.begun.occurred_at)
    if found.ends is not None:
        span = run.say(t("{span} · it ends {ends}"), span=span, ends=found.ends)
    run.out.print(indented(span))
    for part, name in PARTS.items():
        things = getattr(found, part)
        if not things and part == "acknowledged" and not found.own_share:
            continue
        run.out.print("", title(run.say(name)))
        if things:
            run.out.print(beside([_LINES[part](run, thing) for thing in things]))
        else:
            run.out.print(indented(run.say(_NOTHING[part])))
    run.out.print("", title(run.say(NO_ADVICE)))


_NOTHING = {
    "moods": "",
    "highlights": t("No moment is on record that felt good to both."),
    "contributions": t("Nothing is on record. Think of something before you thank."),
    "own_share": t("Nothing is on record."),
    "acknowledged": t("Not on record that we acknowledged it."),
    "promises": t("None on record."),
    "people": t("Nobody is on record. Find out whom the client knows."),
    "remains": t("Nothing."),
}


def _named(run: Run, one: Highlight) -> str:
    return run.words.listing(run.say(name) for name in one.names)


def _names(events: Iterable[AnyEvent]) -> str:
    return " ".join(dict.fromkeys(event.story_id or event.id for event in events))


def _felt(run: Run, mood: Mood) -> str:
    if mood.mean is None or mood.peak_end is None:
        return run.say(t("not told"))
    one, many = (
        t("{mean} on average, remembered as {peak_end} (peak and end), told once"),
        t("{mean} on average, remembered as {peak_end} (peak and end), told {n} times"),
    )
    mean, peak_end = (run.words.number(value, sign=True) for value in (mood.mean, mood.peak_end))
    return run.words.plural(one, many, mood.felt, mean=mean, peak_end=peak_end)


def _line_mood(run: Run, mood: Mood) -> tuple[str, str]:
    rests = f" · {_names(mood.events)}" if mood.events else ""
    return run.words.word(mood.whose), f"{_felt(run, mood)}{rests}"


def _line_highlight(run: Run, one: Highlight) -> tuple[str, str]:
    said = "; ".join(one.words)
    felt = ", ".join(
        f"{run.words.word(whose)} {run.words.number(value, sign=True)}"
        for whose, value in (("client", one.client), ("staff", one.staff))
        if value is not None
    )
    what = f"{_named(run, one)}: {said}" if said else _named(run, one)
    return run.words.moment(one.at, short=True), f"{what} ({felt}) · {_names(one.events[:1])}"


def _line_told(run: Run, told: Told) -> tuple[str, str]:
    what = f"{run.say(told.name)}: {told.words}" if told.words else run.say(told.name)
    return run.words.moment(told.at, short=True), f"{what} · {_names(told.events)}"


def _line_promise(run: Run, one: OpenPromise) -> tuple[str, str]:
    due = run.say(t("due {due}"), due=one.due) if one.due else run.say(t("no day agreed"))
    return run.words.word(one.by), f"{one.text} · {due} · {_names(one.events[:1])}"


def _line_known(run: Run, one: Known) -> tuple[str, str]:
    span = run.say(t("since {since}"), since=one.since)
    if one.until is not None:
        span = run.say(t("left {until}"), until=one.until)
    known = {True: t("known to the client"), False: t("not known to the client"), None: ""}
    parts = [one.role, span, run.say(known[one.known]) if known[one.known] else ""]
    parts.append(_names(one.events))
    return one.person, " · ".join(part for part in parts if part)


def _line_duty(run: Run, duty: Any) -> tuple[str, str]:  # noqa: ANN401 - Standing
    from journeys.cli.blocks import countdown

    parts = [run.say(duty.duty.obligation), run.words.word(duty.who)]
    if duty.left is not None:
        parts.append(countdown(duty, run.words))
    if duty.deadline:
        parts.append(run.say(t("due {due}"), due=duty.deadline))
    return run.words.word(duty.verdict), " · ".join([*parts, _names(duty.events)])


_LINES: dict[str, Any] = {
    "moods": _line_mood,
    "highlights": _line_highlight,
    "contributions": _line_told,
    "own_share": _line_told,
    "acknowledged": _line_told,
    "promises": _line_promise,
    "people": _line_known,
    "remains": _line_duty,
}
