"""Cars at a barrier: permits, misreads, phases, occupancy, corrections."""

import numpy as np
import pytest

from e2e.barriers import Barrier, barrier, eventually, occupied, permit
from e2e.cars import DRAWN
from e2e.community import Community, Refused, call, found, wait_for
from e2e.portraits import encode
from services.inference.plate_evaluation import truth_of


async def test_permits_open_and_denials_shut(community: Community):
    lane = await barrier(community, car_park="P1")
    made = await permit(community, "鲁C·12345", color="blue")
    await permit(community, "鲁C99999", "deny")
    opened = await lane.read("鲁C12345", seen={"color": "blue"})
    assert (opened["outcome"], opened["reason"], opened["evidence"]) == ("open", "PERMIT", "plate")
    assert opened["permit_id"] == made["id"]
    assert opened["message"] == "请通行"
    assert "12345" not in str(opened)  # the plate is personal data: the pass names the permit
    painted = await lane.read("鲁C12345", seen={"color": "yellow"})
    assert (painted["outcome"], painted["notes"]) == ("open", ["COLOR_DIFFERS"])
    denied = await lane.read("鲁C99999")
    assert (denied["outcome"], denied["reason"]) == ("refused", "DENIED")
    unknown = await lane.read("京A00001")
    assert (unknown["outcome"], unknown["reason"]) == ("refused", "UNKNOWN_PLATE")
    assert "密码" in unknown["message"]
    await community.post(f"/permits/{made['id']}:revoke")
    assert (await lane.read("鲁C12345"))["reason"] != "PERMIT"


async def test_one_misread_character_opens_and_a_doubt_does_not(community: Community):
    """What residents complain of most: one wrong character leaves them outside."""
    lane = await barrier(community, car_park="P2")
    await permit(community, "鲁D8B001")
    near = await lane.read("鲁D88001")
    assert (near["outcome"], near["reason"]) == ("open", "NEAR_PERMIT")
    assert near["notes"] == ["8>B@4"]
    unsure = await lane.read("鲁D88001", confidence=0.4)
    assert unsure["outcome"] == "refused"
    await permit(community, "鲁DB8001")
    twofold = await lane.read("鲁D88001")
    assert (twofold["outcome"], twofold["reason"]) == ("refused", "AMBIGUOUS")
    assert (await lane.read("鲁D8B001"))["reason"] == "PERMIT"


async def test_a_near_denial_shuts(community: Community):
    lane = await barrier(community, car_park="P3")
    await permit(community, "鲁E8B002")
    await permit(community, "鲁E88O02".replace("O", "0"), "deny")
    assert (await lane.read("鲁E88002"))["reason"] == "DENIED"


async def test_one_id_through_all_phases_and_corrections_count_once(community: Community):
    way_in = await barrier(community, car_park="P4")
    way_out = await barrier(community, "out", car_park="P4")
    await permit(community, "鲁F10001")
    pressed = await way_in.report("press", "k1")
    decided = await way_in.read("鲁F10001", passage_key="k1")
    assert decided["passage_id"] == pressed["id"]
    assert await occupied(community, "P4") == 0
    for _ in range(2):  # controllers repeat what they are not sure of
        passed = await way_in.report("pass", "k1")
    assert passed["id"] == pressed["id"]
    assert passed["counted"] == 1
    assert await occupied(community, "P4") == 1
    correction = {"passed": False, "reason": "reversed out, seen by the guard"}
    for _ in range(2):
        corrected = await community.post(f"/passages/{pressed['id']}:correct", **correction)
    assert corrected["id"] == pressed["id"]
    assert await occupied(community, "P4") == 0
    await way_in.through("鲁F10001", "k2")
    assert await occupied(community, "P4") == 1
    await way_out.through("鲁F10001", "k3")
    assert await occupied(community, "P4") == 0


async def test_a_car_that_reverses_is_not_inside(community: Community):
    lane = await barrier(community, car_park="P5")
    await permit(community, "鲁G10001")
    await lane.report("press", "k1")
    await lane.read("鲁G10001", passage_key="k1")
    reversed_ = await lane.report("reverse", "k1")
    assert reversed_["counted"] == 0
    assert await occupied(community, "P5") == 0


async def test_a_full_car_park_is_shut_to_visitors(community: Community):
    lane = await barrier(community, car_park="P6")
    body = {"community_id": community.id, "capacity": 1, "reason": "one place, for the test"}
    await call(community.http, "PUT", "/car-parks/P6", json=body)
    await permit(community, "鲁H10001")
    await permit(community, "鲁H10002", "visitor")
    await permit(community, "鲁H10003")
    await lane.through("鲁H10001", "k1")
    full = await lane.read("鲁H10002")
    assert (full["outcome"], full["reason"]) == ("refused", "LOT_FULL")
    assert (await lane.read("鲁H10003"))["outcome"] == "open"


async def test_a_guard_opens_by_hand_and_the_passage_knows(community: Community):
    lane = await barrier(community, car_park="P7")
    pressed = await lane.report("press", "k1")
    refused = await lane.read("京A00002", passage_key="k1")
    assert refused["outcome"] == "refused"
    opened = await community.post(
        "/passes:open",
        access_point_id=lane.gate.id,
        reason="removal van, host waits inside",
        passage_key="k1",
    )
    assert (opened["outcome"], opened["passage_id"]) == ("open", pressed["id"])
    assert (await lane.report("pass", "k1"))["counted"] == 1


async def test_an_unlicensed_car_uses_a_passcode(community: Community):
    lane = await barrier(community, car_park="P8")
    person = await community.resident("庚")
    code = await community.credential(person, "passcode")

    async def typed():
        return await lane._send("/passes", evidence={"passcode": code}, passage_key="k1")

    opened = await eventually(typed, ("open", "RESIDENT"))
    assert opened["passage_id"]
    assert (await lane.report("pass", "k1"))["counted"] == 1


async def test_a_residents_plate_credential_is_a_permit_until_it_ends(community: Community):
    """R29, R32: the plate service is a holder, and its erasure is in the receipt."""
    lane = await barrier(community, car_park="P9")
    person = await community.resident("辛")
    await community.credential(person, "plate", "鲁J10001")
    await eventually(lambda: lane.read("鲁J10001"), ("open", "PERMIT"))
    opened = await lane.read("鲁J10001")
    assert (await community.get(f"/passes/{opened['id']}"))["subject_id"] == person


async def test_the_best_picture_of_a_car_is_kept_where_the_rules_say_so(community: Community):
    """R24; R71: who looks says why, and is on record."""
    lane = await barrier(community)
    car = sorted(DRAWN.glob("*.small.*.jpg"))[0]
    await permit(community, truth_of(car)[0])
    shown = encode(np.full((480, 640, 3), 90, np.uint8)), car.read_bytes()
    opened = await lane.frames(*shown)
    assert (opened["outcome"], opened["snapshot"]) == ("open", "")  # off by default
    await call(
        community.http, "PUT", f"/access-rules/{lane.gate.id}", json={"plate_pictures": True}
    )
    opened = await lane.frames(*shown)
    path, why = f"/passes/{opened['id']}:picture", {"reason": "a scratch at the bar"}

    async def picture() -> bytes | None:
        answer = await community.http.post(path, json=why)
        return answer.content if answer.is_success else None

    assert await wait_for(picture) == shown[1]
    looks = await community.get("/access-audit-entries", resource=f"pass/{opened['id']}")
    said = {(each["action"], each["reason"]) for each in looks["items"]}
    assert said == {("pass.picture", "a scratch at the bar")}
    with pytest.raises(Refused) as caught:
        await lane._send(path)
    assert caught.value.problem["status"] == 403
    unknown = await lane.frames(sorted(DRAWN.glob("*.large_rear.*.jpg"))[0].read_bytes())
    assert (unknown["outcome"], unknown["snapshot"]) == ("refused", "")


@pytest.mark.parametrize(
    ("read", "reason"),
    [({"text": "not a plate"}, "NOT_A_PLATE"), ({"text": "鲁C1234"}, "NOT_A_PLATE")],
)
async def test_what_is_no_plate_is_refused_plainly(community: Community, read, reason):
    lane = await barrier(community)
    answer = await lane._send("/passes", evidence={"plate_read": read})
    assert (answer["outcome"], answer["reason"]) == ("refused", reason)


@pytest.mark.parametrize(
    "evidence",
    [
        {"plate_read": {"text": ""}},
        {"plate_read": {"text": "鲁C12345", "confidence": 2}},
        {"plate_read": {"text": "鲁C12345", "color": "mauve"}},
        {"plate_frames": {"images": []}},
        {"plate_frames": {"images": [""] * 9}},
        {"plate_frames": {"images": ["AAAA"]}, "card": "1"},
    ],
)
async def test_bad_evidence_names_the_field(community: Community, evidence):
    lane = await barrier(community)
    with pytest.raises(Refused) as caught:
        await lane._send("/passes", evidence=evidence)
    assert caught.value.problem["status"] in {400, 422}


@pytest.mark.one_process
async def test_occupancy_and_permits_survive_kill_9(own_platform):
    community = await found(own_platform.start())
    lane = await barrier(community, car_park="P1")
    await permit(community, "鲁K10001")
    await lane.through("鲁K10001", "k1")
    own_platform.kill()
    own_platform.start()
    community.http = own_platform.rest()
    assert await occupied(community, "P1") == 1
    again = Barrier(community, lane.gate)
    assert (await again.read("鲁K10001"))["reason"] == "PERMIT"
    await again.report("pass", "k1")  # repeated after the restart
    assert await occupied(community, "P1") == 1
    await community.http.aclose()
