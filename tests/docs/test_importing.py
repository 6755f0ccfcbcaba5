"""The mapping in the page about importing can be used as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from journeys.io.event_table import COLUMNS
from journeys.io.mapped.loading import parse
from journeys.io.mapped.schema import Check, Felt, File, Form, Join, Mapping, Template, Test
from journeys.io.mapped.templates import Meaning
from journeys.io.mapped.values import Cells

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
TICKET = {
    "ticket": "T-1",
    "client": "c-1",
    "opened": "28-07-2026 14:05",
    "closed": "30-07-2026",
    "via": "Phone",
    "subject": "a",
    "body": "b",
    "score": "4",
    "account.kind": "real",
    "account.since": "01-02-2020",
}


def test_the_example_is_a_mapping() -> None:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    loaded = parse(found[1], "importing.md")
    drafts = list(Meaning(loaded, 0).drafts(Cells(TICKET), "T-1"))
    assert [(draft.fact.topic.split(".")[1], str(draft.at)) for draft in drafts] == [
        ("relationship-opened", "2020-02-01"),
        ("issue-raised", "2026-07-28T14:05:00+02:00"),
        ("issue-handled", "2026-07-30"),
        ("feeling-observed", "2026-07-30"),
    ]


def test_every_key_and_column_is_explained() -> None:
    parts = (Mapping, File, Join, Check, Template, Felt, Form, Test)
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    missing = [key for key in (*sorted(keys), *COLUMNS) if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []
