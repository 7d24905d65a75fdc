"""Traces, metrics and JSON logs, set up once per process."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from opentelemetry import metrics, propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from kit.config import TelemetrySettings

_tracer = trace.get_tracer("anju")
_UNTRACED: AbstractContextManager[object] = nullcontext()
meter = metrics.get_meter("anju")
# One histogram for every call: `service`, `method`, `outcome` (OK or the error's reason).
calls = meter.create_histogram(
    "anju_call_seconds",
    unit="s",
    description="Duration of calls",
    # The library's own bounds are meant for milliseconds: everything would be below the first.
    explicit_bucket_boundaries_advisory=[
        *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1),
        *(0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
    ],
)
events = meter.create_counter("anju_events_published", description="Events that reached the bus")


tracing = False  # whether spans go anywhere; otherwise only a caller's trace is passed on


class JsonFormatter(logging.Formatter):
    """One line of JSON per record. Values come through `extra=`, never through the text."""

    _standard = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "module": record.name,
            "message": record.getMessage(),
        }
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            line["trace_id"] = trace.format_trace_id(context.trace_id)
        line |= {k: v for k, v in vars(record).items() if k not in self._standard}
        if record.exc_info and record.exc_info[0]:
            # Where and what kind; the message may quote the data that caused it.
            line["error"] = record.exc_info[0].__name__
            line["at"] = [
                f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno}"
                for f in traceback.extract_tb(record.exc_info[2])[-5:]
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def start(settings: TelemetrySettings) -> None:
    """Sets the process's providers; call once, before the modules start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for noisy in ("uvicorn.access", "alembic", "httpx", "aiosqlite"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    global tracing  # noqa: PLW0603
    tracing = bool(settings.otlp_endpoint)
    resource = Resource.create({"service.name": "anju"})
    readers: list[MetricReader] = [PrometheusMetricReader()]
    if settings.otlp_endpoint:
        base = settings.otlp_endpoint.rstrip("/")
        readers.append(PeriodicExportingMetricReader(OTLPMetricExporter(f"{base}/v1/metrics")))
        provider = TracerProvider(resource=resource)
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{base}/v1/traces")))
        trace.set_tracer_provider(provider)
    metrics.set_meter_provider(MeterProvider(readers, resource))


def stop() -> None:
    """Sends what is still held."""
    for provider in (trace.get_tracer_provider(), metrics.get_meter_provider()):
        if hasattr(provider, "shutdown"):
            provider.shutdown()


def span(name: str, carrier: Mapping[str, str] | None = None) -> AbstractContextManager[object]:
    """A span, a child of the one in the carrier's `traceparent` or of the current one."""
    parent = carrier.get("traceparent") if carrier else None
    if not (tracing or parent):
        return _UNTRACED
    context = propagate.extract({"traceparent": parent}) if parent else None
    return _traced(name, context)


@contextmanager
def _traced(name: str, context: Context | None) -> Iterator[None]:
    # Of an exception the kind alone: its text may quote the data that caused it.
    with _tracer.start_as_current_span(
        name, context, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except Exception as error:
            current.set_status(trace.StatusCode.ERROR, type(error).__name__)
            raise


def rename(name: str) -> None:
    """Names the current span, once it is known what it is about."""
    trace.get_current_span().update_name(name)


def traceparent() -> str:
    """W3C trace context of the current span; empty when nothing is traced."""
    if not trace.get_current_span().get_span_context().is_valid:
        return ""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent", "")
