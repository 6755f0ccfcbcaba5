"""The words of the filmstrip, of two histories side by side, of cohorts and of lists."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.render import words as _words

__all__ = ["DUTCH", "ENGLISH", "PictureWords"]


@dataclass(frozen=True, slots=True, eq=False)
class PictureWords:
    """The words of one language.

    Attributes
    ----------
    base
        The words that all pictures share: the two sides, figures, dates.
    begins, closes
        A phase that begins, and a finding that is no longer so; ``{}`` takes its name.
    quiet
        Moments that are not shown one by one; ``{}`` takes how many.
    more
        What there was no room for; ``{}`` takes how many.
    hypothetical
        What marks a picture of what never happened.
    bounds
        What the tinted band around a line means.
    verdicts
        What a comparison came to, by `journeys.render.groups_values.VERDICTS`.

    Examples
    --------
    >>> ENGLISH.begins.format("Friction"), DUTCH.verdicts["higher"]
    ('begins: Friction', 'hoger')
    """

    base: _words.Words
    moment: str
    happened: str
    begins: str
    opens: str
    closes: str
    quiet: str
    more: str
    deadline: str
    nothing: str
    nothing_open: str
    untold: str
    severity: str
    since: str
    until: str
    summary: str
    hypothetical: str
    as_it_was: str
    differs: str
    nothing_differs: str
    days: str
    relationships: str
    told: str
    bounds: str
    few: str
    least: str
    most: str
    figure: str
    change: str
    relationship: str
    stands: str
    next: str
    verdict: str
    verdicts: Mapping[str, str]


ENGLISH = PictureWords(
    base=_words.ENGLISH,
    moment="Moment",
    happened="What happened",
    begins="begins: {}",
    opens="Begins",
    closes="no longer so: {}",
    quiet="and {} quieter moments",
    more="and {} more",
    deadline="A deadline passes.",
    nothing="nothing had happened by then",
    nothing_open="no findings",
    untold="not told",
    severity="Severity",
    since="Since",
    until="Until",
    summary="{} moments, {} of them drawn.",
    hypothetical="Hypothetical: none of this happened, or is recorded.",
    as_it_was="As it was",
    differs="What differs",
    nothing_differs="no finding, duty or phase differs",
    days="Days",
    relationships="Relationships",
    told="told",
    bounds="within these bounds 95 times in 100",
    few="too few for bounds",
    least="at least",
    most="at most",
    figure="Figure",
    change="Difference",
    relationship="Relationship",
    stands="Phase",
    next="Next",
    verdict="What that tells",
    verdicts={
        "higher": "higher",
        "lower": "lower",
        "cannot tell": "cannot tell",
        "too few": "too few",
    },
)

DUTCH = PictureWords(
    base=_words.DUTCH,
    moment="Moment",
    happened="Wat er gebeurde",
    begins="begint: {}",
    opens="Begint",
    closes="niet langer zo: {}",
    quiet="en {} rustiger momenten",
    more="en nog {}",
    deadline="Er verstrijkt een termijn.",
    nothing="toen was er nog niets gebeurd",
    nothing_open="geen bevindingen",
    untold="niet verteld",
    severity="Ernst",
    since="Sinds",
    until="Tot",
    summary="{} momenten, waarvan {} getekend.",
    hypothetical="Hypothetisch: niets hiervan is gebeurd of vastgelegd.",
    as_it_was="Zoals het was",
    differs="Wat er anders is",
    nothing_differs="geen bevinding, plicht of fase is anders",
    days="Dagen",
    relationships="Relaties",
    told="verteld",
    bounds="95 van de 100 keer binnen deze grenzen",
    few="te weinig voor grenzen",
    least="minstens",
    most="hoogstens",
    figure="Cijfer",
    change="Verschil",
    relationship="Relatie",
    stands="Fase",
    next="Eerst",
    verdict="Wat dat zegt",
    verdicts={
        "higher": "hoger",
        "lower": "lager",
        "cannot tell": "niet te zeggen",
        "too few": "te weinig",
    },
)
