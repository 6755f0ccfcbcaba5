"""Which tests claim which rows, read from the tests' source: the same on every machine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", int, str)
TESTS = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Claim:
    """A test that claims a row.

    ``words`` are the names and attributes it uses, also through the constants of its file;
    ``codes`` the findings it says it raises.
    """

    row: int
    file: str
    test: str
    words: frozenset[str]
    codes: tuple[str, ...]


@cache
def claims() -> tuple[Claim, ...]:
    """Return every claim with ``@pytest.mark.row``, by file and place in it."""
    files = sorted(TESTS.rglob("test_*.py"))
    return tuple(claim for file in files for claim in _of(file))


def _of(file: Path) -> Iterator[Claim]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    constants = {
        target.id: _words(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for test in tree.body:
        if isinstance(test, ast.FunctionDef):
            rows = _called(test, "row", int)
            words = _words(test)
            while more := {w for name in words & constants.keys() for w in constants[name]} - words:
                words |= more
            for row in rows:
                place = file.relative_to(TESTS).as_posix()
                codes = tuple(_called(test, "raises", str))
                yield Claim(row, place, test.name, frozenset(words), codes)


def _called(test: ast.FunctionDef, name: str, kind: type[T]) -> list[T]:
    return [
        argument.value
        for decorator in test.decorator_list
        if isinstance(decorator, ast.Call)
        and getattr(decorator.func, "attr", getattr(decorator.func, "id", "")) == name
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, kind)
    ]


def _words(tree: ast.AST) -> set[str]:
    """Return the names, the attributes, the keys of dictionaries, and the words of decorators."""
    nodes = list(ast.walk(tree))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    texts: list[ast.AST | None] = []
    texts += [key for node in nodes if isinstance(node, ast.Dict) for key in node.keys]
    for decorator in getattr(tree, "decorator_list", []):
        texts += ast.walk(decorator)
    values = {text.value for text in texts if isinstance(text, ast.Constant)}
    return names | {value for value in values if isinstance(value, str)}
