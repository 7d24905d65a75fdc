"""The check-list of the protocol notes (§7), points 1 to 5: how clients register. Each against the
real listener, in the spelling of the implementation where it was seen."""

import httpx
import pytest

from anju.uplink.v1 import uplink_pb2 as pb
from kit.testing import eventually
from services.uplink.conftest import CAMERA, PASSWORD, Estate
from services.uplink.testing import REGISTER, good, md5
from services.uplink.viid import digest

JSON = {"Content-Type": "application/json"}


def proof(nonce: str, uri: str, **given: str) -> str:
    """An Authorization as some client writes it: over its own values."""
    values = {"realm": "anju", "nc": "00000001", "cnonce": "0a4f113b", "qop": "auth"} | given
    ha1 = md5(f"{CAMERA}:{values['realm']}:{PASSWORD}")
    ha2 = md5(f"POST:{uri}")
    middle = f"{nonce}:{values['nc']}:{values['cnonce']}:{values['qop']}"
    return md5(f"{ha1}:{middle}:{ha2}")


async def challenge(client: httpx.AsyncClient, content: bytes | None = None) -> dict[str, str]:
    answer = await client.post(REGISTER, content=content)
    assert answer.status_code == 401
    return digest.parse(answer.headers["www-authenticate"])


@pytest.mark.parametrize("body", [None, b"", b"{", b"\xff\xfe", b"null"])
async def test_01_no_or_broken_body_on_the_first_register(estate: Estate, body):
    await estate.peer()
    async with httpx.AsyncClient(base_url=estate.url, trust_env=False) as client:
        answer = await client.post(REGISTER, content=body)
        assert answer.status_code == 401
        header = answer.headers["www-authenticate"]
        # One order, double quotes, ", " between: a client's regular expression wants it so.
        assert header.startswith('Digest realm="anju", qop="auth", nonce="')
        assert all(c in "0123456789abcdef" for c in digest.parse(header)["nonce"])


@pytest.mark.parametrize(
    "body",
    [
        {"DeviceID": CAMERA},
        {"registerObject": {"deviceID": CAMERA}},
        {"RegisterObject": {"DeviceID": CAMERA, "ProtocolVersion": "2.0"}},
    ],
)
async def test_02_bare_and_lower_case_bodies(estate: Estate, body):
    await estate.peer()
    auth = httpx.DigestAuth(CAMERA, PASSWORD)
    async with httpx.AsyncClient(base_url=estate.url, trust_env=False) as client:
        good(await client.post(REGISTER, json=body, auth=auth))
        for keepalive in ({"DeviceID": CAMERA}, {"keepaliveObject": {"deviceID": CAMERA}}):
            good(await client.post("/VIID/System/Keepalive", json=keepalive))


async def test_03_digests_over_absolute_uris_unpadded_counts_and_lost_realms(estate: Estate):
    await estate.peer()
    body = {"RegisterObject": {"DeviceID": CAMERA}}
    async with httpx.AsyncClient(base_url=estate.url, trust_env=False) as client:
        whole = f"{estate.url}{REGISTER}"
        for uri, given, tail in (
            (whole, {}, ', opaque="null'),  # absolute, and a quote that never ends
            (REGISTER, {"nc": "1"}, ""),  # unpadded
            (REGISTER, {"realm": "null"}, ""),  # the first parameter was lost
        ):
            nonce = (await challenge(client))["nonce"]
            response = proof(nonce, uri, **given)
            values = {"realm": "anju", "nc": "00000001"} | given
            header = (
                f'Digest username="{CAMERA}", realm="{values["realm"]}", nonce="{nonce}", '
                f'uri="{uri}", qop="auth", nc={values["nc"]}, cnonce="0a4f113b", '
                f'response="{response}"{tail}'
            )
            good(await client.post(REGISTER, json=body, headers={"Authorization": header}))
        for blank in ("", "Digest", "Basic abc"):
            answer = await client.post(REGISTER, json=body, headers={"Authorization": blank})
            assert answer.status_code == 401


async def test_04_a_client_that_logs_in_as_null_is_refused_and_named(estate: Estate):
    peer = await estate.peer()
    auth = httpx.DigestAuth("null", "null")
    async with httpx.AsyncClient(base_url=estate.url, trust_env=False) as client:
        body = {"RegisterObject": {"DeviceID": CAMERA}}
        assert (await client.post(REGISTER, json=body, auth=auth)).status_code == 401

    async def named() -> bool:
        row = (await estate.stub().GetPeer(pb.GetPeerRequest(id=peer.id))).peer
        return row.link_reason == "CLIENT_SENDS_NULL"

    await eventually(named)


def test_05_a_challenge_in_single_quotes():
    header = "Digest realm='viid', qop='auth', nonce='9f86d081', opaque='aa'"
    made = digest.parse(digest.answer(header, "POST", REGISTER, "user", "secret"))
    assert (made["realm"], made["nonce"], made["nc"]) == ("viid", "9f86d081", "00000001")
    ha1, ha2 = md5("user:viid:secret"), md5(f"POST:{REGISTER}")
    assert made["response"] == md5(f"{ha1}:9f86d081:00000001:{made['cnonce']}:auth:{ha2}")
    sent = digest.answer(header, "POST", REGISTER, "user", "secret")
    assert ", qop=auth, nc=00000001, " in sent  # bare, as the pickiest server wants
    assert "algorithm=MD5" in sent
