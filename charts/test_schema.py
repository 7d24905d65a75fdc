"""Wrong values are refused before anything is rendered, in words that name the place."""

import helm_python as helm
import pytest

from charts.matrix import PROFILES, SERVERS, values
from charts.rendering import CHART, chart, merged, render

MISTAKES = [
    ({"replicas": 3}, "additional properties 'replicas' not allowed"),
    ({"targets": {"acess": {"enabled": True}}}, "'acess' not allowed"),
    ({"targets": {"access": {"replicas": "two"}}}, "/targets/access/replicas': got string"),
    ({"targets": {"visitor": {"replicas": 2}}}, "/targets/visitor/replicas': maximum: got 2"),
    ({"targets": {"face": {"resources": {"limits": {"memory": "lots"}}}}}, "limits/memory"),
    ({"targets": {"inference-gpu": {"autoscaling": {"min": 1}}}}, "/targets/inference-gpu/autos"),
    ({"targets": {"visitor": {"autoscaling": {"min": 1, "max": 2, "cpu": 50}}}}, "autoscaling"),
    ({"settings": {"ANJU_ACCESS__PASSDAYS": 90}}, "'ANJU_ACCESS__PASSDAYS' not allowed"),
    ({"settings": {"ANJU_FILES__SECRET_KEY": "x"}}, "'ANJU_FILES__SECRET_KEY' not allowed"),
    ({"settings": {"ANJU_SERVER__HTTP_PORT": 80}}, "'ANJU_SERVER__HTTP_PORT' not allowed"),
    ({"images": {"slim": {"tag": "latest"}}}, "/images/slim/tag"),
    ({"images": {"slim": {"digest": "abc"}}}, "/images/slim/digest"),
    ({"postgresql": {"password": "x"}}, "additional properties 'password' not allowed"),
    ({"postgresql": {"sslMode": "prefer"}}, "/postgresql/sslMode"),
    ({"nats": {"urls": ["nats://user:secret@host:4222"]}}, "/nats/urls/0"),
    ({"s3": {"endpoint": "s3.example"}}, "/s3/endpoint"),
    ({"minio": {}}, "additional properties 'minio' not allowed"),
    ({"gpu": {"mode": "cuda"}}, "/gpu/mode': value must be one of"),
    ({"gpu": {"resource": "gpu"}}, "/gpu/resource"),
    ({"oidc": {"issuer": "http://id.example"}}, "/oidc/issuer"),
    ({"models": {"source": "web"}}, "/models/source"),
]
MIXES = [
    ({"autoscaling": {"hpa": {"enabled": True}, "keda": {"enabled": True}}}, "enable one"),
    ({"autoscaling": {"keda": {"enabled": True}}}, "set autoscaling.keda.prometheus"),
    ({"targets": {"all": {"enabled": True}}}, "disable the other targets"),
    ({"targets": {"face": {"enabled": False}}}, "access calls face, which is not enabled"),
    ({"targets": {"face": {"autoscaling": {"min": 9, "max": 3, "cpu": 50}}}}, "min is above max"),
    ({"postgresql": {"host": ""}}, "postgresql.host is empty"),
    ({"nats": {"urls": []}}, "nats.urls is empty"),
    ({"s3": {"endpoint": ""}}, "s3.endpoint is empty"),
    ({"keys": {"existingSecret": ""}}, "keys.existingSecret is empty"),
    ({"images": {"requireDigest": True}}, "images.slim.digest is empty"),
    ({"notices": {"webhookUrl": "https://x.example"}}, "needs notices.webhookSecret.name"),
    ({"models": {"source": "claim"}}, "models.existingClaim is empty"),
    ({"ingress": {"enabled": True}}, "ingress.host is empty"),
    ({"gateway": {"enabled": True}}, "needs gateway.parents"),
    ({"tls": {"mutual": True}}, "tls.mutual needs tls.existingSecret"),
]


def test_the_schema_and_files_are_in_the_package(tmp_path):
    package = helm.package(str(CHART), destination=str(tmp_path))
    packed = helm.Chart.load(package if isinstance(package, str) else next(tmp_path.iterdir()))
    assert packed.schema == chart().schema is not None
    assert packed.render(PROFILES["dev"]).keys() == chart().render(PROFILES["dev"]).keys()


@pytest.mark.parametrize(("mistake", "said"), [*MISTAKES, *MIXES])
def test_it_is_refused_in_plain_words(mistake, said):
    with pytest.raises(helm.HelmError) as refusal:
        render(merged(SERVERS, mistake))
    assert said in str(refusal.value)


def test_no_object_takes_what_it_does_not_know():
    def open_objects(node, path):
        if isinstance(node, dict):
            closed = node.get("additionalProperties") is False or "$ref" in node
            if "properties" in node and not closed:
                yield path
            for key, each in node.items():
                yield from open_objects(each, f"{path}/{key}")

    assert list(open_objects(chart().schema, "")) == []


@pytest.mark.parametrize("name", PROFILES)
def test_profiles_hold_no_secret(name):
    for line in str(values(name, "plain")).split(","):
        assert "password'" not in line.lower() or "key" in line
