"""Alert rules and dashboards ask for metrics that the platform really has."""

import json
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from charts.matrix import PROFILES, rendered
from charts.rendering import CHART
from services.modules import NAMES

RULES = CHART / "files/alerts.yaml"
PROMTOOL = shutil.which("promtool")
# Histograms and counters get these endings; labels are `job`-like ones that Prometheus adds.

ADDED = {"app_kubernetes_io_component", "namespace", "pod"}
SCRAPE = """
import logging
from kit import telemetry
from kit.config import TelemetrySettings
telemetry.start(TelemetrySettings())
from services.access.snapshots import lost
from services.inference.batcher import waiting
from services.registry.service import refused_exchanges
from services.uplink.counters import Counters
from services.uplink.generating import fields_dropped
from services.uplink.metrics import Figures, Metrics
telemetry.calls.record(0.1, {"method": "m", "outcome": "OK"})
for each in (lost, waiting, refused_exchanges, telemetry.events):
    each.add(1)
fields_dropped.add(1, {"kind": "face"})
Counters().add("dropped", "faces")
Metrics.figures = {"d": Figures(1, 1.0, 1, 1)}
from prometheus_client import generate_latest
print(generate_latest().decode())
"""


@pytest.fixture(scope="module")
def metrics():
    """Name → labels of each sample, as a process of its own serves them."""
    done = subprocess.run(
        [sys.executable, "-c", SCRAPE], capture_output=True, text=True, check=True
    )
    found = {}
    for family in text_string_to_metric_families(done.stdout):
        for sample in family.samples:
            found.setdefault(sample.name, []).append(sample.labels)
    return found


def expressions():
    for group in yaml.safe_load(RULES.read_text())["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]
    for path in sorted((CHART / "files/dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                yield f"{path.stem}: {panel['title']}", target["expr"]
    for scaler in rendered("default", "keda").of("ScaledObject"):
        for trigger in scaler["spec"]["triggers"]:
            if "query" in trigger["metadata"]:
                yield scaler["metadata"]["name"], trigger["metadata"]["query"]


@pytest.mark.parametrize(
    "text", [text for _, text in expressions()], ids=[where for where, _ in expressions()]
)
def test_what_is_asked_for_is_there(metrics, text):
    names = set(re.findall(r"\b(?:anju|process)_\w+", text.replace("app_kubernetes_io", "")))
    assert names <= set(metrics)
    asked = set(re.findall(r"(\w+)\s*(?:=~|!=|=)\s*\"", text))
    asked |= {
        each.strip() for found in re.findall(r"by \(([^)]*)\)", text) for each in found.split(",")
    }
    known = ADDED | {"le"} | {key for name in names for labels in metrics[name] for key in labels}
    assert asked <= known


@pytest.mark.parametrize("name", ["waiting", "oldest_seconds", "link_up", "set_aside"])
def test_destinations_are_named_by_their_id_alone(metrics, name):
    (labels,) = metrics[f"anju_uplink_{name}"]
    assert {key: value for key, value in labels.items() if not key.startswith("otel_")} == {
        "destination": "d"
    }


def test_time_is_told_apart_where_gates_live(metrics):
    """Else a p99 would be a guess: the library's own bounds are meant for milliseconds."""
    bounds = {float(each["le"]) for each in metrics["anju_call_seconds_bucket"]}
    assert len([each for each in bounds if each < 1]) > 8


def test_the_rules_reach_the_cluster_as_they_are():
    rule = rendered("default", "monitoring").of("PrometheusRule")[0]
    assert rule["spec"] == yaml.safe_load(RULES.read_text())
    for each in rule["spec"]["groups"][0]["rules"]:
        assert each["labels"]["severity"] in {"warning", "critical"}
        assert each["annotations"]["summary"]


def test_dashboards_are_whole():
    maps = [
        m
        for m in rendered("default", "monitoring").of("ConfigMap")
        if "dashboard" in m["metadata"]["name"]
    ]
    uids = {json.loads(text)["uid"] for each in maps for text in each["data"].values()}
    assert uids == {"anju-gates", "anju-services", "anju-uplink"}


def test_no_target_goes_unseen():
    """Every module, and every Service of the chart that is scraped."""
    alerts = dict(expressions())
    watched = re.search(r'component=~"([^"]+)"', alerts["AnjuTargetGone"])[1].split("|")
    assert watched == sorted({*NAMES, "all"})
    scraped = {
        service["metadata"]["labels"]["app.kubernetes.io/component"]
        for name in PROFILES
        for service in rendered(name).of("Service")
        if any(port["name"] == "http" for port in service["spec"]["ports"])
    }
    assert scraped == set(watched)


@pytest.mark.skipif(not PROMTOOL, reason="promtool is missing: apt-get install prometheus")
def test_promtool_takes_the_rules():
    subprocess.run([PROMTOOL, "check", "rules", str(RULES)], check=True, capture_output=True)


GATE = 'method="/anju.access.v1.AccessService/RequestPass"'
CALLS = "anju_call_seconds_count"
DESTINATION = '{destination="d"}'
CASES = {
    "AnjuGateSlow": {
        f'anju_call_seconds_bucket{{{GATE},le="1"}}': "0+1x60",
        f'anju_call_seconds_bucket{{{GATE},le="5"}}': "0+100x60",
        f'anju_call_seconds_bucket{{{GATE},le="+Inf"}}': "0+100x60",
    },
    "AnjuCallsFail": {
        'anju_call_seconds_count{method="m",outcome="OK"}': "0+100x60",
        'anju_call_seconds_count{method="m",outcome="INTERNAL"}': "0+10x60",
    },
    "AnjuInferenceOverloaded": {
        'anju_call_seconds_count{outcome="INFERENCE_OVERLOADED"}': "0+120x60"
    },
    "AnjuPassLogFull": {'anju_call_seconds_count{outcome="PASS_LOG_FULL"}': "0+1x60"},
    "AnjuSnapshotsLost": {"anju_snapshots_lost_total": "0+1x60"},
    "AnjuEventsStuck": {
        f'{CALLS}{{{GATE},outcome="OK"}}': "0+9x60",
        "anju_events_published_total": "7+0x60",
    },
    "AnjuDeviceKeysRefused": {"anju_registry_key_exchanges_refused_total": "0+60x60"},
    "AnjuTargetGone": {'up{app_kubernetes_io_component="face"}': "0+0x60"},
    "AnjuUplinkDown": {
        f"anju_uplink_link_up{DESTINATION}": "1+0x20 0+0x40",
        f"anju_uplink_oldest_seconds{DESTINATION}": "0+600x60",
    },
    "AnjuUplinkLate": {
        f"anju_uplink_link_up{DESTINATION}": "1+0x60",
        f"anju_uplink_oldest_seconds{DESTINATION}": "1800+60x60",
    },
    "AnjuUplinkSetAside": {f"anju_uplink_set_aside{DESTINATION}": "0+0x30 3+0x30"},
}
QUIET = {
    "nothing": {},
    "a link that is down for a moment": {
        f"anju_uplink_link_up{DESTINATION}": "1+0x40 0+0x20",
    },
    "a pause": {
        f"anju_uplink_oldest_seconds{DESTINATION}": "0+600x60",
        f"anju_uplink_set_aside{DESTINATION}": "5+0x60",
    },
    "a replay": {f"anju_uplink_set_aside{DESTINATION}": "5+0x30 2+0x30"},
    "a new pod": {
        'anju_uplink_set_aside{destination="d",pod="a"}': "5+0x30 stale",
        'anju_uplink_set_aside{destination="d",pod="b"}': "_x31 5+0x30",
    },
}


@pytest.mark.skipif(not PROMTOOL, reason="promtool is missing: apt-get install prometheus")
def test_each_alert_fires_alone_and_only_when_it_should(tmp_path):
    names = [name for name, _ in expressions() if name.startswith("Anju")]
    assert set(names) == set(CASES)
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": s, "values": v} for s, v in series.items()],
            "promql_expr_test": [
                {
                    "expr": f'count(ALERTS{{alertname="{name}",alertstate="firing"}})',
                    "eval_time": "50m",
                    "exp_samples": [{"labels": "{}", "value": 1}] if name == case else [],
                }
                for name in names
            ],
        }
        for case, series in (CASES | QUIET).items()
    ]
    path = tmp_path / "tests.yaml"
    path.write_text(yaml.safe_dump({"rule_files": [str(RULES)], "tests": tests}))
    done = subprocess.run([PROMTOOL, "test", "rules", str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
