"""What a mapping may say, key by key. `docs/importing.md` explains each to people."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from domain._kernel import ActorId, Key
from domain.feelings import Scale

Short = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Names = Annotated[
    tuple[Short, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else tuple(v))
]
Encoding = Literal["utf-8", "latin-1", "windows-1252", "utf-16"]
Delimiter = Literal["comma", "semicolon", "tab", "bar"]


class Part(BaseModel):
    """A table in a mapping: closed to keys that are not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Form(Part):
    """A value that is worked out: from column, key, text, number, moment or hash; and how."""

    column: Short | None = None
    words: dict[str, str | int | float | bool] | None = None
    otherwise: str | int | float | bool | None = None
    key: Short | None = None
    text: Short | None = None
    cut: Annotated[int, Field(ge=1, le=4000)] | None = None
    number: Short | None = None
    times: float | int | None = None
    decimal: Literal[",", "."] = "."
    moment: Short | None = None
    format: Names | None = None
    add_days: int | None = None
    about: bool = False
    hash: Short | None = None


Literally = str | int | float | bool
Value = Form | Literally | list[Form | Literally]
"""A literal (texts may have ``{column}`` in them), a list of those, or a `Form`."""


class Test(Part):
    """What a cell has to be like."""

    __test__ = False  # nothing for pytest to collect

    is_: Annotated[Names | None, Field(alias="is")] = None
    not_: Annotated[Names | None, Field(alias="not")] = None
    empty: bool | None = None
    contains: Names | None = None
    above: float | int | None = None
    below: float | int | None = None


Condition = dict[str, str | list[str] | Test]


class Check(Part):
    """Rows to set aside, or to point out, and why."""

    reason: Key
    why: Short
    if_: Annotated[Condition, Field(alias="if")]


class Felt(Part):
    """A feeling on a scale, as a row gives it."""

    whose: Literal["client", "staff"]
    answer: Value
    scale: Scale
    low: float | int | None = None
    high: float | int | None = None
    words: dict[str, float | int] | None = None
    category: Value | None = None
    source: Literal["self-report", "survey", "colleague", "retold"] = "survey"
    about: Short | None = None
    said: Value | None = None


class Template(Part):
    """An event that a row may tell of. Either a ``fact`` with its fields, or a ``feeling``."""

    fact: Short | None = None
    feeling: Felt | None = None
    name: Key | None = None
    when: Value | None = None
    recorded: Value | None = None
    if_: Annotated[Condition | None, Field(alias="if")] = None
    once: bool = False
    set: dict[str, Value] = {}
    channel: Value | None = None
    word: Value | None = None
    basis: Value | None = None
    date_basis: Value | None = None
    touchpoint: Value | None = None
    correlation: Value | None = None
    cause: Short | None = None


class Join(Part):
    """Another file of the folder: its row in which ``key`` is what ``column`` holds here."""

    file: Short
    key: Short
    column: Short
    optional: bool = False


class File(Part):
    """One file, or one kind of files, and what its rows mean."""

    name: Key
    match: Short = "*"
    optional: bool = False
    encoding: Encoding = "utf-8"
    delimiter: Delimiter | None = None
    sheet: Short | None = None
    dates: Names | None = None
    id: Names | None = None
    relationship: Value | None = None
    when: Value | None = None
    unused: tuple[Short, ...] = ()
    join: dict[Key, Join] = {}
    quarantine: tuple[Check, ...] = ()
    note: tuple[Check, ...] = ()
    event: tuple[Template, ...] = ()


class Mapping(Part):
    """What the tables of one system mean."""

    mapping: Key
    about: Short = ""
    source: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]{1,128}$")] | None = None
    actor: ActorId = "import"
    zone: Short = "UTC"
    dates: Names = ("iso",)
    before_start: Literal["quarantine", "courtship"] = "quarantine"
    file: Annotated[tuple[File, ...], Field(min_length=1)]
