import ast
import sys
from pathlib import Path

import journeys.render

ROOMS = sorted(Path(journeys.render.__file__).parent.glob("*.py"))


def imports(room: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(room.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_rendering_needs_the_standard_library_and_itself_only() -> None:
    foreign = {
        (room.name, name)
        for room in ROOMS
        for name in imports(room)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("journeys.render")
    }
    assert foreign == set()
