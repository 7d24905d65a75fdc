import pytest
from pydantic import ValidationError

from kit.config import KitSettings


def test_defaults_are_embedded():
    settings = KitSettings()
    assert settings.target == ["all"]
    assert settings.bus.url == settings.database.url == settings.files.url == "embedded"


def test_other_targets_need_urls():
    with pytest.raises(ValidationError, match="target face,inference cannot use the embedded"):
        KitSettings(target="face, inference")
    settings = KitSettings(
        target="face",
        database={"url": "sqlite:///x"},
        bus={"url": "nats://localhost"},
        files={"url": "file:///x"},
    )
    assert settings.target == ["face"]


def test_environment_and_file(monkeypatch, tmp_path):
    file = tmp_path / "anju.toml"
    file.write_text("[server]\nhttp_port = 1\ngrpc_port = 2\n")
    monkeypatch.setitem(KitSettings.model_config, "toml_file", str(file))
    monkeypatch.setenv("ANJU_SERVER__HTTP_PORT", "3")
    settings = KitSettings()
    assert (settings.server.http_port, settings.server.grpc_port) == (3, 2)


@pytest.mark.parametrize("wrong", [{"server": {"grpc_port": 70000}}, {"nonsense": 1}])
def test_wrong_settings_stop_the_start(wrong):
    with pytest.raises(ValidationError):
        KitSettings(**wrong)
