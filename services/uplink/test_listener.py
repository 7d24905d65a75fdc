"""The listener over HTTPS, as the standard wants it where a network is not the district's own."""

import ssl
from pathlib import Path

import httpx
import pytest

from kit.testing import running, settings_in
from kit.testing_tls import Authority
from services.modules import Settings
from services.roles import ROLES
from services.uplink.conftest import CAMERA, MODULES, PASSWORD, Estate
from services.uplink.testing import REGISTER, good, request_of, vehicle


async def test_devices_register_and_post_over_https(tmp_path: Path):
    authority = Authority(tmp_path)
    chain, key = authority.issue("listener")
    own = {"port": 0, "certificate": chain, "private_key": key}
    async with running(settings_in(tmp_path, Settings, uplink=own), MODULES, ROLES) as node:
        estate = Estate(node)
        await estate.found()
        await estate.peer()
        trusted = ssl.create_default_context(cafile=str(authority.ca))
        url = estate.url.replace("http:", "https:")
        headers = {"User-Identify": CAMERA}
        async with httpx.AsyncClient(
            base_url=url, headers=headers, verify=trusted, trust_env=False
        ) as client:
            auth = httpx.DigestAuth(CAMERA, PASSWORD)
            who = {"RegisterObject": {"DeviceID": CAMERA}}
            good(await client.post(REGISTER, json=who, auth=auth))
            body = request_of("MotorVehicleListObject", "MotorVehicleObject", vehicle(1, CAMERA))
            good(await client.post("/VIID/MotorVehicles", json=body))
        async with httpx.AsyncClient(base_url=url, trust_env=False) as stranger:
            with pytest.raises(httpx.ConnectError):  # it trusts another authority
                await stranger.post(REGISTER, json=who)
        async with httpx.AsyncClient(base_url=estate.url, trust_env=False) as plain:
            with pytest.raises(httpx.HTTPError):
                await plain.post(REGISTER, json=who)


async def test_a_certificate_needs_its_key(tmp_path: Path):
    own = {"port": 0, "certificate": tmp_path / "a.pem"}
    with pytest.raises(ValueError, match="certificate and private_key come together"):
        async with running(settings_in(tmp_path, Settings, uplink=own), MODULES, ROLES):
            pass
