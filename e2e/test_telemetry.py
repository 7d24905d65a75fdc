"""One trace from the device to the stream, each service's signals, and nobody's data in them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from e2e.services import NAMES
from e2e.story import GATE, PRIVATE, REST, WITHDRAWAL, Story

SERVICES = set(NAMES)


def test_a_gate_decision_is_one_trace(story: Story):
    spans = story.sink.of_trace(GATE)
    decided = spans["/anju.access.v1.AccessService/RequestPass"]
    identified = spans["/anju.face.v1.FaceService/IdentifyFace"]
    analysed = spans["/anju.inference.v1.InferenceService/AnalyzeFaces"]
    assert decided.parent == "00000000000000aa"  # the device's own span
    assert (identified.parent, analysed.parent) == (decided.id, identified.id)
    headers, _ = next(each for each in story.events if GATE in each[0].get("traceparent", ""))
    assert headers["subject"].endswith("access.pass.granted")


def test_a_trace_goes_on_behind_the_stream(story: Story):
    spans = story.sink.of_trace(WITHDRAWAL)
    consumers = {name.partition(" ")[0] for name in spans}
    assert {"access-erasures", "face-erasures", "resident-erasures"} <= consumers


def test_rest_is_traced_as_well(story: Story):
    assert "POST /passes" in story.sink.of_trace(REST)
    assert any(REST in headers.get("traceparent", "") for headers, _ in story.events)


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_each_service_emits_each_signal(story: Story, service: str):
    prefix = f"/anju.{service}.v1."
    assert any(span.name.startswith(prefix) for span in story.sink.spans)
    exported = story.sink.values("anju_call_seconds", "method")
    assert any(method.startswith(prefix) for method in exported)
    assert f'method="{prefix}' in story.page
    started = [line for line in _lines(story) if line["message"] == "module started"]
    assert service in {line["target"] for line in started}


def test_refusals_are_counted_as_such(story: Story):
    """An outcome is OK or the reason; nobody's refusal hides among the good ones."""
    outcomes = story.sink.values("anju_call_seconds", "outcome")
    assert {"OK", "409", "404"} <= outcomes


def _lines(story: Story) -> Iterator[dict[str, Any]]:
    for line in story.log.splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def test_logs_are_json_with_module_and_level(story: Story):
    lines = list(_lines(story))
    assert len(lines) > 5
    for line in lines:
        assert {"time", "level", "module", "message"} <= line.keys()
        assert line["level"] in {"INFO", "WARNING"}, line  # nothing went wrong of itself


def test_nobodys_data_is_in_any_of_it(story: Story):
    """R22: not in logs, traces, metrics or events."""
    assert story.sink.raw
    assert len(story.events) > 10
    held = {
        "log": story.log,
        "traces and metrics": "\n".join(story.sink.raw),
        "metrics page": story.page,
        "events": "\n".join(json.dumps(e, ensure_ascii=False) for _, e in story.events),
    }
    for place, text in held.items():
        for private in PRIVATE:
            assert private not in text, (place, private)
