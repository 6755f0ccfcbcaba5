"""Spans for OpenTelemetry. Its API is enough; to send spans somewhere takes the extra ``otel``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module, metadata
from typing import Any

from domain.errors import NotFound
from journeys.telemetry.spans import Told, Value

_EXPORTERS = "opentelemetry_traces_exporter"


class Tracing:
    """Makes a span of every piece of work, named ``journeys.save`` and so on.

    Parameters
    ----------
    tracer
        From any provider; by default of the one that this process has set up.

    Raises
    ------
    NotFound
        When OpenTelemetry is not installed.

    Examples
    --------
    ::

        from journeys.telemetry.spans import watch
        from journeys.telemetry.tracing import Tracing

        watch(Tracing())  # after the process has set up its provider
    """

    def __init__(self, tracer: Any = None) -> None:  # noqa: ANN401 - opentelemetry's, loaded by name
        self._api: Any = _module("opentelemetry.trace")
        self._tracer = tracer or self._api.get_tracer("journeys", _version())

    def begin(self, name: str) -> Told:
        """Begin a span, inside the one that is under way."""
        # What an exception says may be somebody's words: its class is told, and nothing else.
        quiet = {"record_exception": False, "set_status_on_exception": False}
        context = self._tracer.start_as_current_span(f"journeys.{name}", **quiet)
        return _Span(context, self._api)


class _Span:
    def __init__(self, context: Any, api: Any) -> None:  # noqa: ANN401 - opentelemetry's
        self._context, self._api = context, api
        self._span = context.__enter__()

    def end(self, values: dict[str, Value], seconds: float, error: str, *, expected: bool) -> None:
        del seconds, expected  # it keeps the time itself
        for name, value in values.items():
            self._span.set_attribute(f"journeys.{name}", value)
        if error:
            self._span.set_attribute("error.type", error)
            self._span.set_status(self._api.StatusCode.ERROR)
        self._context.__exit__(None, None, None)


def from_settings(environment: Mapping[str, str]) -> tuple[Tracing, Any] | None:
    """Return tracing, and its provider to be shut down, as OpenTelemetry's own settings ask.

    ``OTEL_TRACES_EXPORTER`` names the exporter: ``console`` (on standard error), or one that is
    installed, such as ``otlp``, which is set by its own variables. Nothing is sent without it.

    Raises
    ------
    NotFound
        When what was asked for is not installed.
    """
    name = environment.get("OTEL_TRACES_EXPORTER", "none").strip().lower()
    if name in ("", "none") or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    sdk, export = _module("opentelemetry.sdk.trace"), _module("opentelemetry.sdk.trace.export")
    resources = _module("opentelemetry.sdk.resources")
    own = {"service.name": "journeys", "service.version": _version()}
    given = resources.OTELResourceDetector().detect()  # what the environment says goes first
    provider = sdk.TracerProvider(resource=resources.Resource.create(own).merge(given))
    if name == "console":
        exporter = export.ConsoleSpanExporter(out=sys.stderr)
        provider.add_span_processor(export.SimpleSpanProcessor(exporter))
    else:
        provider.add_span_processor(export.BatchSpanProcessor(_exporter(name)()))
    return Tracing(provider.get_tracer("journeys", _version())), provider


def _exporter(name: str) -> Any:  # noqa: ANN401 - a class of another package
    for found in metadata.entry_points(group=_EXPORTERS, name=name):
        return found.load()
    message = "no exporter of traces is called {name}: install its package, or say console"
    raise NotFound(message, name=name[:40])


def _module(name: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(name)
    except ImportError as error:
        message = "traces need one thing more: pip install 'journeys-engine[otel]'"
        raise NotFound(message) from error


def _version() -> str:
    return metadata.version("journeys-engine")
