"""Every word a picture shows, in English and in Dutch.

A caller with catalogues of its own builds its own `Words`; nothing on a picture comes
from anywhere else, except the titles and labels that the caller gave.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

__all__ = ["DUTCH", "ENGLISH", "DateFormat", "DateUnit", "Words"]

DateUnit = Literal["year", "month", "day", "clock", "second", "date", "moment"]
"""How much of a moment to say: `2025`, `Jul`, `28 Jul`, `09:30`, `09:30:05`, `28 Jul 2025`,
`28 Jul 2025, 09:30`."""

DateFormat = Callable[[datetime, DateUnit], str]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words, date format and decimal sign of one language.

    Attributes
    ----------
    mean
        The mean over time (`time_weighted_mean`).
    last_stretch
        Caption of the enlarged end of a broken time axis; `{}` takes the whole-number
        factor by which it is wider.
    about
        An approximate date; `{}` takes the date.
    until
        The end of a phase; `{}` takes the date.
    phases, letters
        Name and single letter of each of the five phases; the letters differ from one another.
    severities
        Name of each of the six severities.
    format_date
        Says a moment in one of the `DateUnit` forms.

    Examples
    --------
    >>> ENGLISH.phases["breakup"], DUTCH.phases["breakup"]
    ('Breakup', 'Breuk')
    """

    language: str
    client: str
    staff: str
    both: str
    mean: str
    peak_end: str
    very_good: str
    neutral: str
    very_bad: str
    nothing: str
    about: str
    until: str
    approximate: str
    finding: str
    phase: str
    when: str
    who: str
    feeling: str
    emotion: str
    note: str
    table: str
    long_history: str
    last_stretch: str
    phases: Mapping[str, str]
    letters: Mapping[str, str]
    severities: Mapping[str, str]
    format_date: DateFormat
    decimal: str = "."

    def number(self, value: float) -> str:
        """Say a valence with its sign and two decimals at most.

        Parameters
        ----------
        value
            A valence, −1…1.

        Examples
        --------
        >>> ENGLISH.number(0.7), DUTCH.number(-0.75), ENGLISH.number(0)
        ('+0.7', '−0,75', '0')
        """
        rounded = round(value, 2)
        if rounded == 0:
            return "0"
        digits = f"{abs(rounded):.2f}".rstrip("0").rstrip(".").replace(".", self.decimal)
        return f"{'+' if rounded > 0 else '−'}{digits}"


def _dates(months: str) -> DateFormat:
    names = months.split()

    def say(moment: datetime, unit: DateUnit) -> str:
        clock = f"{moment:%H:%M}"
        day = f"{moment.day} {names[moment.month - 1]}"
        return {
            "year": str(moment.year),
            "month": names[moment.month - 1],
            "day": day,
            "clock": clock,
            "second": f"{moment:%H:%M:%S}",
            "date": f"{day} {moment.year}",
            "moment": f"{day} {moment.year}, {clock}",
        }[unit]

    return say


ENGLISH = Words(
    language="en",
    client="Client",
    staff="Our people",
    both="both",
    mean="mean",
    peak_end="peak–end",
    very_good="very good",
    neutral="neutral",
    very_bad="very bad",
    nothing="no feelings recorded",
    about="about {}",
    until="until {}",
    approximate="date is approximate",
    finding="Finding",
    phase="Phase",
    when="When",
    who="Who or what",
    feeling="Feeling",
    emotion="In a word",
    note="Note",
    table="The same as a table",
    long_history="the long history",
    last_stretch="the last stretch, {}× wider",
    phases={
        "courtship": "Courtship",
        "contract": "Contract",
        "friction": "Friction",
        "breakup": "Breakup",
        "ended": "Ended",
    },
    letters={"courtship": "C", "contract": "K", "friction": "F", "breakup": "B", "ended": "E"},
    severities={
        "positive": "positive",
        "info": "info",
        "low": "low",
        "medium": "medium",
        "high": "high",
        "critical": "critical",
    },
    format_date=_dates("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
)

DUTCH = Words(
    language="nl",
    client="Klant",
    staff="Onze mensen",
    both="allebei",
    mean="gemiddeld",
    peak_end="piek–einde",
    very_good="zeer goed",
    neutral="neutraal",
    very_bad="zeer slecht",
    nothing="geen gevoelens vastgelegd",
    about="rond {}",
    until="tot {}",
    approximate="datum is bij benadering",
    finding="Bevinding",
    phase="Fase",
    when="Wanneer",
    who="Wie of wat",
    feeling="Gevoel",
    emotion="In één woord",
    note="Toelichting",
    table="Hetzelfde als tabel",
    long_history="de lange historie",
    last_stretch="het laatste stuk, {}× breder",
    phases={
        "courtship": "Kennismaking",
        "contract": "Contract",
        "friction": "Wrijving",
        "breakup": "Breuk",
        "ended": "Beëindigd",
    },
    letters={"courtship": "K", "contract": "C", "friction": "W", "breakup": "B", "ended": "E"},
    severities={
        "positive": "positief",
        "info": "ter info",
        "low": "laag",
        "medium": "middel",
        "high": "hoog",
        "critical": "kritiek",
    },
    format_date=_dates("jan feb mrt apr mei jun jul aug sep okt nov dec"),
    decimal=",",
)
