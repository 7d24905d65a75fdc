"""A small OTLP/HTTP collector: keeps what a platform exports."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Span:
    name: str
    trace: str
    id: str
    parent: str


@dataclass
class Sink:
    """`raw` is everything received, as text."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    points: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # metric, attributes
    raw: list[str] = field(default_factory=list)

    def take(self, path: str, body: bytes) -> None:
        if path == "/v1/traces":
            traces = ExportTraceServiceRequest.FromString(body)
            self.raw.append(_text(traces))
            for resource in traces.resource_spans:
                for scope in resource.scope_spans:
                    self.spans += [_span(each) for each in scope.spans]
        if path == "/v1/metrics":
            metrics = ExportMetricsServiceRequest.FromString(body)
            self.raw.append(_text(metrics))
            for resource in metrics.resource_metrics:
                for scope in resource.scope_metrics:
                    for metric in scope.metrics:
                        self.points += [(metric.name, each) for each in _points(metric)]

    def of_trace(self, trace: str) -> dict[str, Span]:
        return {span.name: span for span in self.spans if span.trace == trace}

    def values(self, metric: str, attribute: str) -> set[str]:
        return {each.get(attribute, "") for name, each in self.points if name == metric}


def _text(message: Any) -> str:
    from google.protobuf.text_format import MessageToString

    return MessageToString(message, as_utf8=True)


def _span(span: Any) -> Span:
    return Span(span.name, span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())


def _points(metric: Any) -> list[dict[str, str]]:
    kind = getattr(metric, metric.WhichOneof("data"))
    return [{a.key: a.value.string_value for a in p.attributes} for p in kind.data_points]


@contextmanager
def collector() -> Iterator[Sink]:
    sink = Sink()

    class Take(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            sink.take(self.path, body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Take)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sink.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
