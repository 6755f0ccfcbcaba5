"""Every question that can be asked, with its parameters and the columns of its answer."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.asking import ELSEWHERE, questions
from journeys.language import speak
from projections.answers.columns import COLUMNS
from projections.answers.ranges import Range, range_of


def page() -> Iterator[str]:
    """Yield the lines of the page."""
    dutch = speak("nl")
    yield "# Answers"
    yield ""
    yield "`journeys ask NAME` answers a question, and so does `engine.ask(name)`. Every row names"
    yield "the events it rests on. What nobody told stays empty: a figure is 0 only where 0 was"
    yield "counted or measured. A parameter shown as `…` is worked out from the histories unless it"
    yield "is given."
    for one in questions():
        yield f"\n## {one.name}\n"
        yield f"{one.question}\n"
        yield f"- Dutch: {dutch.say(one.question)}"
        yield f"- rows: {_rows(one.rows)}"
        for name, default in one.parameters.items():
            between = range_of(one.name, name)
            said = "" if between is None else f", {_between(between)}"
            yield f"- `{name}` = {'…' if default is None else repr(default)}{said}"
        yield f"- columns: {', '.join(f'`{column.name}`' for column in one.columns)}"
    yield "\n## Answered by a command of its own\n"
    for row, command in sorted(ELSEWHERE.items()):
        yield f"- R-{row}: `{command}`"
    yield "\n## Columns\n"
    yield "A name means the same in every answer. Moments are dates and instants in UTC."
    yield ""
    yield "| name | heading | Dutch | unit | meaning |"
    yield "|---|---|---|---|---|"
    for column in sorted(COLUMNS.values(), key=lambda column: column.name):
        meaning = f"{column.meaning} (personal)" if column.personal else column.meaning
        yield (
            f"| `{column.name}` | {column.title} | {dutch.say(column.title)} "
            f"| {column.unit or ''} | {meaning} |"
        )


def _rows(rows: tuple[int, ...]) -> str:
    return ", ".join(f"R-{row}" for row in rows)


def _between(range_: Range) -> str:
    if range_.most is None:
        return f"{range_.least:g} or more"
    return f"{range_.least:g} to {range_.most:g}"
