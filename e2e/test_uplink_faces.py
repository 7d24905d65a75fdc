"""A resident's face goes up with their consent, and not without it (R96, K4): from a real picture
at the gate to the object at the upper platform."""

from pathlib import Path
from typing import Any

import pytest

from e2e.cascade import LOWER_ID, PASSWORD, QUICK, UPPER_ID, sends_up
from e2e.community import NOTICE, found, wait_for
from e2e.platform import Platform, models_env
from services.uplink.testing import UpperPlatform

pytestmark = pytest.mark.one_process
PURPOSE = "upload_police_face"
FIELDS = ["DeviceID", "ShotTime", "SubImageList", "InfoKind"]
FACES = {
    "basis": "separate_consent",
    "consent_purpose": PURPOSE,
    "face_basis": "separate consent of each resident",
    "fields": [{"kind": "face", "names": FIELDS}],
}


def faces(upper: UpperPlatform) -> list[Any]:
    sent = [d["FaceListObject"]["FaceObject"] for p, d in upper.requests if p == "/VIID/Faces"]
    return [each for some in sent for each in some]


async def test_a_face_goes_up_while_its_consent_stands(tmp_path: Path, photos: Path):
    own = QUICK | {"ANJU_UPLINK__PLATFORM_ID": LOWER_ID}
    names = sorted({path.name.rsplit("_", 1)[0] for path in photos.glob("*_0002.jpg")})[:2]
    with Platform(tmp_path, **models_env(), **own) as platform:
        async with UpperPlatform(UPPER_ID, PASSWORD) as upper:
            community = await found(platform)
            gate = await community.gate()
            await community.enable_face(gate, snapshots=True)
            await sends_up(platform, upper.url, FACES)
            notice = await community.post(
                "/notices", community_id=community.id, purpose=PURPOSE, version="1", **NOTICE
            )
            agrees, _ = [
                await community.enrolled(name, (photos / f"{name}_0001.jpg").read_bytes())
                for name in names
            ]
            consent = await community.consent(agrees, notice)

            async def passes(name: str) -> None:
                picture = (photos / f"{name}_0002.jpg").read_bytes()

                async def opens() -> bool:  # once access has heard of who lives here
                    return bool((await community.show(gate, "frame", picture))["outcome"] == "open")

                await wait_for(opens)

            async def ends(count: int) -> list[str]:
                async def all_ended() -> Any:
                    found = (await community.get("/uplink/objects"))["items"]
                    over = [each for each in found if each["state"] in {"accepted", "set_aside"}]
                    return over if len(over) == count else None

                return [f"{e['state']} {e['reason']}" for e in await wait_for(all_ended)]

            await passes(names[0])
            assert await ends(1) == ["accepted "]
            (sent,) = faces(upper)
            assert set(sent) == {*FIELDS, "FaceID"}
            assert sent["SubImageList"]["SubImageInfoObject"][0]["Data"]
            await passes(names[1])
            assert sorted(await ends(2)) == ["accepted ", "set_aside CONSENT_WITHDRAWN"]
            await community.withdraw(consent["id"])
            await passes(names[0])  # the door's consent stands
            assert len(await ends(3)) == 3
            assert len(faces(upper)) == 1
            await community.http.aclose()
