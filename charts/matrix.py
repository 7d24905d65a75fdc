"""Profiles × toggles: every combination that the tests render and judge."""

import functools
from typing import Any

from charts.rendering import Rendered, Values, merged, profile, render

DIGEST = "sha256:" + "a" * 64
SERVERS: Values = {
    "postgresql": {"host": "pg.example"},
    "nats": {"urls": ["nats://n0.example:4222", "nats://n1.example:4222"]},
    "s3": {"endpoint": "https://s3.example:8443"},
}
DIGESTS: Values = {
    "images": {
        name: {"digest": DIGEST} for name in ("slim", "vision", "gpu", "nats", "postgresql", "s3")
    }
}
PROFILES: dict[str, Values] = {
    "default": SERVERS,
    "dev": profile("dev"),
    "edge": profile("edge"),
    "district": merged(
        profile("district"), SERVERS, DIGESTS, {"ingress": {"host": "anju.example"}}
    ),
}
TLS: Values = {
    "tls": {"existingSecret": "anju-tls-services", "mutual": True},
    "trust": {"caSecret": {"name": "anju-trust"}},
    "postgresql": {"caSecret": {"name": "anju-pg-ca"}},
    "nats": {
        "credentialsSecret": {"name": "anju-nats"},
        "tls": {"caSecret": {"name": "anju-nats-ca"}, "clientSecret": "anju-nats-client"},
    },
}
OUTSIDE: Values = {
    "oidc": {"issuer": "https://id.example/realms/district", "roles": {"guards": "guard"}},
    "telemetry": {"otlpEndpoint": "http://otel.example:4318"},
    "notices": {
        "webhookUrl": "https://sms.example:8444/send",
        "webhookSecret": {"name": "anju-sms"},
        "smtpHost": "mail.example",
        "smtpSender": "anju@example.org",
    },
    "turn": {"secret": {"name": "anju-turn"}},
    "uplink": {"ports": [8121]},
}
UPLINK: Values = {
    "uplink": {"listen": True, "certificateSecret": "anju-viid"},
    "networkPolicy": {"uplinkFrom": [{"ipBlock": {"cidr": "10.8.0.0/16"}}]},
}
KEDA: Values = {
    "autoscaling": {
        "hpa": {"enabled": False},
        "keda": {"enabled": True, "prometheus": "http://prometheus.monitoring:9090"},
    },
    "nats": {"monitoring": "nats-headless.nats.svc:8222"},
}
GATEWAY: Values = {
    "gateway": {
        "enabled": True,
        "parents": [{"name": "district", "namespace": "gateways"}],
        "hosts": ["anju.example"],
    }
}
TOGGLES: dict[str, Values] = {
    "plain": {},
    "tls": TLS,
    "outside": OUTSIDE,
    "uplink": UPLINK,
    "ingress": {"ingress": {"enabled": True, "host": "anju.example"}},
    "gateway": GATEWAY,
    "monitoring": {"monitoring": {"enabled": True, "labels": {"release": "prometheus"}}},
    "mirror": {"global": {"image": {"registry": "mirror.example", "pullSecrets": ["mirror"]}}},
    "open": {"networkPolicy": {"enabled": False}, "priorityClasses": {"create": False}},
    "models": {
        "models": {
            "source": "claim",
            "existingClaim": "models",
            "manifestConfigMap": {"name": "packs"},
        }
    },
    "profiles": {"profiles": {"coverage": "coverage-profiles", "uplink": "uplink-profiles"}},
}
SERVICES_ONLY: dict[str, Values] = {
    "hpa": {"autoscaling": {"hpa": {"enabled": True}}},
    "keda": KEDA,
    "mig": {
        "gpu": {
            "mode": "device-plugin",
            "resource": "nvidia.com/mig-1g.10gb",
            "nodeSelector": {"nvidia.com/mig.config": "all-1g.10gb"},
            "runtimeClass": "nvidia",
        }
    },
    "dra": {"gpu": {"mode": "dra"}},
}
SERVICES_ONLY["everything"] = merged(
    *(value for name, value in TOGGLES.items() if name != "open"), KEDA, SERVICES_ONLY["mig"]
)


def combinations() -> list[tuple[str, str]]:
    return [
        (name, toggle)
        for name in PROFILES
        for toggle in (TOGGLES if name == "edge" else TOGGLES | SERVICES_ONLY)
    ]


def values(name: str, toggle: str) -> Values:
    return merged(PROFILES[name], (TOGGLES | SERVICES_ONLY)[toggle])


@functools.cache
def rendered(name: str, toggle: str = "plain", **options: Any) -> Rendered:
    return render(values(name, toggle), **options)
