"""Phrases that give an attitude away, in Dutch and in English. They classify; they never judge.

A phrase is looked for as it is said: without regard to capitals, quotes straight or curly. To add
one, add a line: its language, what it gives away, and a regular expression.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast, get_args

from domain.vocabulary import Ground

Attitude = Literal["convention", "system", "policy", "procedure", "blame", "not-my-job"]


class Phrase(NamedTuple):
    """A turn of phrase: in which language, and what it gives away."""

    language: Literal["nl", "en"]
    attitude: Attitude
    pattern: str


_SYSTEM_NL = r"(?:het|ons|dit)(?: \w+)? (?:systeem|programma|pakket)"
_SYSTEM_EN = r"(?:our|the|this)(?: \w+)? (?:system|software|computer)"
_CLIENT_NL = r"(?:de|deze|die) klant(?: \w+)?"
_CLIENT_EN = r"(?:the|this|that) (?:client|customer)"

PHRASES = (
    Phrase("nl", "convention", r"(?:we|wij) doen (?:dat|dit|het) (?:al jaren|altijd|nooit)"),
    Phrase("nl", "convention", r"doen (?:we|wij)(?: (?:dat|dit|het))? (?:al jaren|altijd|nooit)"),
    Phrase("nl", "convention", r"(?:altijd|al jaren) zo gedaan"),
    Phrase("nl", "convention", r"zo (?:gaat|werkt) dat (?:nu eenmaal )?(?:hier|bij ons)"),
    Phrase("en", "convention", r"(?:we have|we've) always done (?:it|so|that|this)"),
    Phrase("en", "convention", r"done (?:it|so)(?: (?:like )?th(?:is|at)(?: way)?)? for years"),
    Phrase("en", "convention", r"(?:that is|that's) (?:just )?(?:how|the way) we (?:do|work)"),
    Phrase("nl", "system", rf"{_SYSTEM_NL} (?:kan|laat|doet|pakt) (?:dat|dit|het) (?:\w+ )?niet"),
    Phrase("nl", "system", rf"(?:kan|mag|wil) (?:van )?{_SYSTEM_NL} niet"),
    Phrase("nl", "system", r"(?:kan|gaat|past) niet (?:in|met) (?:het|ons)(?: \w+)? systeem"),
    Phrase("en", "system", rf"{_SYSTEM_EN} (?:can't|cannot|won't|will not|doesn't|does not)"),
    Phrase("en", "system", r"computer says no"),
    Phrase("en", "system", r"(?:not possible|impossible) in (?:our|the)(?: \w+)? system"),
    Phrase("nl", "policy", r"(?:is|volgens|tegen) (?:nu eenmaal |bij ons )*(?:het|ons) beleid"),
    Phrase("nl", "policy", r"(?:staat zo in|volgens) (?:de|onze)(?: algemene)? voorwaarden"),
    Phrase("en", "policy", r"(?:is|s|against|under) (?:just |simply )?(?:our|the|company) policy"),
    Phrase("en", "policy", r"our (?:policy|terms) (?:do|does)(?: not|n't) (?:allow|permit)"),
    Phrase("nl", "procedure", r"(?:is|volgens) (?:nu eenmaal )?(?:de|onze) procedure"),
    Phrase("nl", "procedure", r"(?:kunt|kan|moet) (?:u |je )?(?:\w+ )?een (?:klacht|formulier)"),
    Phrase("en", "procedure", r"(?:is|s) (?:just |simply )?(?:our|the) procedure"),
    Phrase("en", "procedure", r"(?:file|submit|fill in|fill out) an? (?:complaint|form|ticket)"),
    Phrase("nl", "blame", r"(?<!onze )(?<!mijn )eigen schuld|schuld van de klant"),
    Phrase("nl", "blame", rf"{_CLIENT_NL} had (?:het |dat )?(?:maar |beter )(?:\w+ )?moeten"),
    Phrase("nl", "blame", rf"{_CLIENT_NL} (?:snapt|begrijpt) (?:het niet|er niets|niets|niks)"),
    Phrase("nl", "blame", rf"{_CLIENT_NL} (?:zeurt|zanikt|doet moeilijk|luistert niet)"),
    Phrase("nl", "blame", r"(?:lastige|moeilijke|domme|ondankbare|zeurende) klant"),
    Phrase("en", "blame", r"(?:client|customer)'s (?:own )?fault|(?:his|her|their) own fault"),
    Phrase("en", "blame", rf"{_CLIENT_EN} should (?:just )?have (?:read|known|asked|listened)"),
    Phrase("en", "blame", rf"{_CLIENT_EN} (?:just )?(?:doesn't|does not) (?:get|understand) it"),
    Phrase("en", "blame", rf"{_CLIENT_EN} (?:never|won't) listens?|{_CLIENT_EN} keeps whining"),
    Phrase("en", "blame", r"(?:difficult|stupid|ungrateful|nagging) (?:client|customer)"),
    Phrase("nl", "not-my-job", r"niet (?:mijn|onze) (?:werk|taak|afdeling|pakkie)"),
    Phrase("nl", "not-my-job", r"daar (?:ga ik|gaan wij|gaan we) niet over"),
    Phrase("en", "not-my-job", r"not (?:my|our) (?:job|department|responsibility)"),
    Phrase("en", "not-my-job", r"not what (?:i am|i'm|we are|we're) (?:here|paid) for"),
)  # fmt: skip
_SOUGHT = {
    attitude: re.compile("|".join(rf"\b(?:{p.pattern})" for p in PHRASES if p.attitude == attitude))
    for attitude in get_args(Attitude)
}


def says(text: str | None, attitude: Attitude) -> bool:
    """Whether a text holds a phrase that gives this attitude away.

    Examples
    --------
    >>> says("Eigen schuld, dikke bult", "blame")
    True
    """
    return bool(text and _SOUGHT[attitude].search(text.casefold().replace("’", "'")))


def ground_of(text: str | None) -> Ground | None:
    """Return what a refusal leans on by its own words, if they tell.

    Examples
    --------
    >>> ground_of("We doen dat al jaren zo.")
    'convention'
    >>> ground_of("That’s our policy")
    'policy'
    """
    grounds = (ground for ground in get_args(Ground) if says(text, ground))
    return cast("Ground | None", next(grounds, None))
