"""Spans, held against the real OpenTelemetry."""

from __future__ import annotations

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from domain.errors import NotFound
from journeys.engine import Engine
from journeys.telemetry.spans import watched
from journeys.telemetry.tracing import Tracing, from_settings
from tests.journeys.cli.conftest import Journeys, ask, run, store, told  # noqa: F401 - fixtures


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracing(spans: InMemorySpanExporter) -> Tracing:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    return Tracing(provider.get_tracer("test"))


def test_a_page_lies_inside_its_fold_and_a_save_inside_its_import(
    tracing: Tracing, spans: InMemorySpanExporter
) -> None:
    with Engine.open(":memory:") as engine, watched(tracing):
        engine.load_stories()
        rows = engine.ask("precision").rows
    found = {one.name: one for one in spans.get_finished_spans()}
    ids = {one.context.span_id: one.name for one in spans.get_finished_spans() if one.context}
    inside = {name: ids.get(one.parent.span_id) for name, one in found.items() if one.parent}
    assert inside == {
        "journeys.page": "journeys.fold",
        "journeys.save": "journeys.import",
        "journeys.fold": "journeys.question",  # whether there is news, before it looks at findings
    }
    assert dict(found["journeys.question"].attributes or {}) == {
        "journeys.question": "precision",
        "journeys.rows": len(rows),
    }


def test_a_question_that_needs_no_findings_folds_no_views(
    tracing: Tracing, spans: InMemorySpanExporter
) -> None:
    with Engine.open(":memory:") as engine:
        engine.load_stories()
        with watched(tracing):
            assert engine.ask("tenure").rows
    assert [one.name for one in spans.get_finished_spans()] == ["journeys.question"]


def test_what_went_wrong_is_a_class_and_no_words(
    tracing: Tracing, spans: InMemorySpanExporter
) -> None:
    with Engine.open(":memory:") as engine, watched(tracing), pytest.raises(NotFound):
        engine.ask("somebody")
    (span,) = spans.get_finished_spans()
    assert span.status.status_code == StatusCode.ERROR
    assert (span.status.description, span.events) == (None, ())
    assert dict(span.attributes or {}) == {"error.type": "NotFound"}


def test_nothing_is_traced_unless_an_exporter_is_named() -> None:
    assert from_settings({}) is None
    assert from_settings({"OTEL_TRACES_EXPORTER": "none"}) is None
    off = {"OTEL_TRACES_EXPORTER": "console", "OTEL_SDK_DISABLED": "true"}
    assert from_settings(off) is None
    with pytest.raises(NotFound, match="no exporter of traces is called nowhere"):
        from_settings({"OTEL_TRACES_EXPORTER": "nowhere"})


def test_a_command_writes_its_spans_to_standard_error_when_asked(
    ask: Journeys,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = ask("list", "--format", "json")
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "console")
    traced = ask("list", "--format", "json")
    assert traced.stdout == plain.stdout
    assert '"name": "journeys.command"' in traced.stderr
    assert '"journeys.verb": "list"' in traced.stderr
