"""``journeys import``: history from files, as a whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeys.cli.command import command as verb
from journeys.cli.options import option, shared
from journeys.language import t

if TYPE_CHECKING:
    from journeys.cli.run import Run

_LARGEST = 64_000_000_000


@verb(
    "import",
    help=t(
        "Take in history from files.\n\n"
        "Our own JSON Lines of CloudEvents, or stories in YAML: which of the two a file is "
        "shows from its"
        " content. A file is taken as a whole or not at all. What is there already is left "
        "alone, so importing"
        " twice changes nothing.\n\n"
        "Tables of other systems (CSV, Excel, JSON Lines), a file or a folder of them, come in by"
        " a mapping. Rows that cannot be taken are kept in quarantine with their reason."
    ),
    examples=(
        ("journeys import all.jsonl", t("what was exported elsewhere")),
        ("journeys import exports/ --mapping ours.toml", t("a folder of tables, by a mapping")),
    ),
)
@click.argument("paths", metavar="PATH", nargs=-1, required=True)
@option(
    "--mapping",
    metavar="NAME",
    help=t("What the tables mean: the name of a mapping that comes with journeys, or a file."),
)
@option(
    "--suggest-mapping",
    is_flag=True,
    help=t("Print a draft of a mapping for this table, with what it is unsure of."),
)
@option(
    "--dry-run",
    is_flag=True,
    help=t("Check the files and say what would be recorded; record nothing."),
)
@option(
    "--bulk/--no-bulk",
    default=None,
    help=t("Take our own files in one pass (--no-bulk: never); by itself from 8 MB on."),
)
@shared(rows=True)
def command(
    run: Run,
    *,
    paths: tuple[str, ...],
    mapping: str | None,
    suggest_mapping: bool,
    dry_run: bool,
    bulk: bool | None,
) -> int | None:
    """Import files."""
    if suggest_mapping or mapping is not None:
        return _tables(run, paths, mapping, dry_run=dry_run)
    for path in paths:
        _refuse_tables(Path(path))
    from journeys.cli.import_native import take

    kinds = {path: kind_of(Path(path)) for path in paths}
    take(run, kinds, dry_run=dry_run, bulk=bulk)
    return None


def _tables(run: Run, paths: tuple[str, ...], mapping: str | None, *, dry_run: bool) -> int:
    from domain.errors import Unreadable

    if len(paths) != 1:
        message = t("a mapping is for one file or one folder: name one PATH")
        raise Unreadable(message)
    if mapping is None:
        from journeys.io.mapped.suggesting import suggest

        run.out.raw(suggest(Path(paths[0]), run.words))
        return 0
    from journeys.cli.import_mapped import take

    return take(run, paths[0], mapping, dry_run=dry_run)


def _refuse_tables(path: Path) -> None:
    from domain.errors import Unreadable

    name = path.name.lower().removesuffix(".gz")
    if path.is_dir() or name.endswith((".csv", ".tsv", ".xlsx")):
        message = t(
            "{file}: a table needs a mapping: name one with --mapping, or draft one with"
            " --suggest-mapping"
        )
        raise Unreadable(message, file=str(path))


def kind_of(path: Path) -> str:
    """Return ``story``, ``cloudevents`` or ``log`` (OCEL 2.0, XES), by how a file begins.

    Raises
    ------
    NotFound
        When there is no such file.
    Unreadable
        When it is packed, and no XES, which is often handed round so.
    """
    from domain.errors import Unreadable
    from journeys.io.files import head
    from journeys.io.log_kinds import begun, log_kind

    first, packed = head(path, _LARGEST)
    if log_kind(first, packed=packed):
        return "log"
    if packed:
        raise Unreadable(t("{file}: this file is packed (gzip): unpack it first"), file=str(path))
    if begun(first).startswith(b"{"):
        return "cloudevents"
    return "cloudevents" if path.suffix.lower() in (".jsonl", ".ndjson") else "story"
