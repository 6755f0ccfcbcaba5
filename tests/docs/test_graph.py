"""The page about the graph says what the program does."""

from pathlib import Path
from typing import get_args

from projections.touchpoints.attributes import MEANINGS
from projections.touchpoints.lived import EdgeKind, NodeKind

PAGE = (Path(__file__).parents[2] / "docs" / "graph.md").read_text(encoding="utf-8")


def test_every_attribute_is_documented_as_the_program_says() -> None:
    for name, (unit, meaning) in MEANINGS.items():
        assert f"| `{name}` | {unit} | {meaning} |" in PAGE


def test_every_kind_of_node_and_edge_is_named() -> None:
    for kind in (*get_args(NodeKind), *get_args(EdgeKind)):
        assert kind in PAGE
