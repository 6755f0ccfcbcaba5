"""What a column seems to hold: by its name, in English or Dutch, and by its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from journeys.io.mapped.values import slug

CHANNELS = {
    "phone": "call", "telephone": "call", "call": "call", "telefoon": "call",
    "telefonisch": "call", "gebeld": "call", "bellen": "call", "telefoongesprek": "call",
    "email": "mail", "e-mail": "mail", "mail": "mail", "chat": "chat", "live-chat": "chat",
    "support-chat": "chat", "livechat": "chat", "whatsapp": "text", "sms": "text", "text": "text",
    "app-bericht": "text", "web": "form", "webform": "form", "website": "form", "form": "form",
    "formulier": "form", "webformulier": "form", "contactformulier": "form", "portal": "form",
    "portaal": "form", "app": "form", "letter": "letter", "post": "letter",
    "postal-mail": "letter", "brief": "letter", "fax": "letter", "video": "video",
    "video-call": "video", "videocall": "video", "teams": "video", "zoom": "video",
    "visit": "in-person", "in-person": "in-person", "meeting": "in-person", "shop": "in-person",
    "store": "in-person", "bezoek": "in-person", "klantbezoek": "in-person",
    "op-bezoek": "in-person", "persoonlijk": "in-person", "balie": "in-person",
    "winkel": "in-person", "overleg": "in-person", "gesprek": "in-person",
    "social": "public", "social-media": "public", "sociale-media": "public", "facebook": "public",
    "instagram": "public", "linkedin": "public", "review": "public", "link": "link",
}  # fmt: skip
"""Words for channels in other systems, and ours."""

PARTIES = {
    **dict.fromkeys(
        ("client", "customer", "klant", "relatie", "inbound", "incoming", "in", "inkomend",
         "binnenkomend", "ingaand", "user", "gebruiker", "prospect", "lead"), "client"),
    **dict.fromkeys(
        ("supplier", "we", "us", "wij", "ons", "agent", "staff", "employee", "medewerker",
         "collega", "outbound", "outgoing", "out", "uitgaand", "sales", "support", "verkoop"),
        "supplier"),
    **dict.fromkeys(("both", "beide", "allebei", "samen"), "both"),
}  # fmt: skip
"""Words for who began a contact in other systems, and ours."""

_COUNTERPART = re.compile(
    r"client|customer|account|company|user|member|klant|relatie|debtor|debiteur|organi[sz]ation"
    r"|organisatie|patient|cliënt|bedrijf|opdrachtgever|afnemer",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"respon|reply|antwoord|reactie|type|soort|status|categor|segment|size|grootte|country|land$"
    r"|since|sinds|reason|reden|disput|consent|manager|public"
)
"""What is told of a client, rather than who it is."""
_CASE = re.compile(r"case:concept:name|(case|zaak)[ _-]?(id|nr|number|nummer)?", re.IGNORECASE)
_OBJECT = "object:"
_ACTIVITY = "concept:name"
"""What XES calls what was done."""
_ID_WORDS = ("id", "nr", "no", "key", "code", "number", "nummer")
_ID_ENDS = re.compile(r"(nr|nummer|code)$")
_VIA = (
    "channel", "via", "medium", "kanaal", "submitted", "contactvorm", "contactwijze", "soort",
    "type", "mode",
)  # fmt: skip
_BEGAN = re.compile(
    r"initiat|direction|richting|inbound|inkomend|contact by|(^| )(who|wie|by|door|from|van)( |$)"
)
_REMARK = re.compile(
    r"remark|comment|note|notitie|opmerking|omschrijving|toelichting|verslag|description|message"
    r"|bericht|summary|samenvatting|subject|onderwerp"
    r"|(^| )(opm|text|tekst|body|content|inhoud|question|vraag)( |$)"
    r"|(^| )(complaint|klacht|problem|probleem)( |$)"
)
_CALLED = re.compile(r"(full |display |volledige )?(name|naam)|handelsnaam")
_NAME = re.compile(r"(^| )(name|naam|title|titel)( |$)|(naam|name)$")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_COMMA = re.compile(r"[-+−]?\d+,\d{1,2}")
_FEW, _LONG = 30, 40
MOST = 0.8
"""What share of the cells has to be as expected; a table people typed has mistakes in it."""


@dataclass(frozen=True)
class Column:
    """A column as it was looked at."""

    name: str
    cells: tuple[str, ...]
    words: tuple[str, ...]
    unique: bool

    @cached_property
    def plain(self) -> str:
        """Its name in small letters, its words apart."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name)
        return " ".join(re.split(r"[^a-z0-9à-ÿ]+", spaced.lower())).strip()

    def says(self, *parts: str) -> bool:
        """Whether its name has one of these words in it."""
        return any(part in parts for part in self.plain.split())

    @property
    def is_counterpart(self) -> bool:
        """Whether it seems to say whose row this is."""
        named = _COUNTERPART.search(self.name) is not None and not _OF_ONE.search(self.plain)
        return named and bool(self.cells) and (self.is_called_one or not self.is_text)

    @property
    def is_called_one(self) -> bool:
        """Whether its name says no more than that it is one, as *company* does."""
        return _COUNTERPART.fullmatch(self.plain) is not None

    @property
    def is_case(self) -> bool:
        """Whether it says which case of a log this belongs to, or about which one object it is."""
        if self.is_object:
            return bool(self.cells) and self.fits_an_id
        return bool(self.cells) and _CASE.fullmatch(self.name) is not None

    @property
    def is_object(self) -> bool:
        """Whether it has the objects of one type that an event of an OCEL 2.0 log is about."""
        return self.name.startswith(_OBJECT) and "." not in self.name

    @property
    def is_called_an_id(self) -> bool:
        """Whether its name is that of an id or a number of something."""
        return self.says(*_ID_WORDS) or any(_ID_ENDS.search(one) for one in self.plain.split())

    @property
    def fits_an_id(self) -> bool:
        """Whether every cell can be an id as it stands; a name in words cannot."""
        return all(_ID.fullmatch(cell) for cell in self.cells) and (
            self.is_object
            or self.is_called_an_id
            or any(sign.isdigit() for cell in self.cells[:5] for sign in cell)
        )

    @property
    def is_text(self) -> bool:
        """Whether people wrote it."""
        remark = _REMARK.search(self.plain) is not None
        return any(" " in cell and (remark or len(cell) > _LONG) for cell in self.cells)

    @property
    def is_name(self) -> bool:
        """Whether it seems to be what people call the one whose row this is."""
        named = self.is_counterpart and _NAME.search(self.plain) is not None
        return (self.is_called_one or named) and bool(self.cells) and not self.fits_an_id

    @property
    def is_called_a_name(self) -> bool:
        """Whether its name says that it is one, and not of whom, as in a table of clients."""
        return _CALLED.fullmatch(self.plain) is not None and bool(self.cells)

    @property
    def is_channel(self) -> bool:
        """Whether it seems to say over what a contact went."""
        return self.says(*_VIA) and 2 * len(self.known(CHANNELS)) > len(self.words)

    @property
    def is_who_began(self) -> bool:
        """Whether it seems to say who began a contact."""
        known = self.known(PARTIES)
        return bool(known) and bool(_BEGAN.search(self.plain)) and 2 * len(known) > len(self.words)

    def known(self, vocabulary: Mapping[str, str]) -> dict[str, str]:
        """Return the words of its cells that a vocabulary has, each with its meaning there."""
        return {word: vocabulary[slug(word)] for word in self.words if slug(word) in vocabulary}

    @property
    def is_step(self) -> bool:
        """Whether it seems to say which step of a journey this is."""
        if self.name == _ACTIVITY:
            return True
        return self.says("event", "action", "activity", "step", "page", "stage") and bool(
            self.words
        )

    @property
    def length(self) -> float:
        """How long a cell is, on average."""
        return sum(map(len, self.cells)) / len(self.cells) if self.cells else 0.0

    @property
    def has_decimal_commas(self) -> bool:
        """Whether its numbers have a comma before their decimals."""
        return any(map(_COMMA.fullmatch, self.cells)) and not any("." in one for one in self.cells)

    @property
    def figures(self) -> list[float]:
        """The cells that are numbers."""
        comma = self.has_decimal_commas
        found = []
        for cell in self.cells:
            plain = cell.replace("−", "-")
            try:
                found.append(float(plain.replace(",", ".") if comma else plain))
            except ValueError:
                continue
        return found


def look_at(name: str, cells: list[str]) -> Column:
    """Return a column with what can be seen at a glance."""
    filled = tuple(cell.strip() for cell in cells if cell.strip())
    different = dict.fromkeys(filled)
    return Column(name, filled, tuple(_few(different)), len(different) == len(cells))


def _few(different: dict[str, None]) -> list[str]:
    # Too many different ones are no words of a vocabulary.
    return list(different) if len(different) <= _FEW else []
