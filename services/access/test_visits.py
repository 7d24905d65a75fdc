"""Visitors' passes: which evidence is one, and what is made of the answer."""

import grpc
import pytest
from grpc.aio import AioRpcError, Metadata

from anju.visitor.v1 import visitor_pb2
from kit.credentials import CredentialKind
from services.access import reasons
from services.access.inputs import EvidenceIn
from services.access.models import Direction, Point, Rules
from services.access.settings import AccessSettings
from services.access.shown import Ask
from services.access.visits import Visits, is_visitors

POINT = Point(id="p", community_id="c", direction=Direction.IN, lane="1")
RULES = Rules(access_point_id="p", community_id="c")


@pytest.mark.parametrize(
    ("kind", "content", "visitors"),
    [
        (CredentialKind.QR, "eyJh.eyJi.c2ln", True),
        (CredentialKind.QR, "A1B2C3", False),
        (CredentialKind.PASSCODE, "123456", True),
        (CredentialKind.PASSCODE, "12345678", False),
        (CredentialKind.PASSCODE, "12345a", False),
        (CredentialKind.CARD, "123456", False),
    ],
)
def test_what_looks_like_a_visitors_pass(kind, content, visitors):
    assert is_visitors(kind, content) is visitors


class Visitor:
    def __init__(self, answer) -> None:
        self.answer, self.asked = answer, []

    async def RedeemPass(self, request, timeout):
        self.asked.append((request, timeout))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def redeemed(answer, **evidence):
    visitor = Visitor(answer)
    ask = Ask(POINT, RULES, EvidenceIn(**evidence), Direction.IN, "attempt", 0.5)
    return await Visits(visitor, AccessSettings()).redeem(ask), visitor.asked[0]


OPEN = visitor_pb2.RedeemPassResponse(
    outcome=visitor_pb2.OUTCOME_OPEN, reason="VISIT", visit_id="visit", entry=1
)


async def test_a_pass_that_opens():
    shown, (request, timeout) = await redeemed(OPEN, qr="a.b.c")
    assert (shown.grant.opens, shown.grant.permit_id, shown.reason) == (True, "visit", "VISIT")
    assert shown.subject_id == ""  # a visitor is no resident
    assert (request.token, request.code, request.pass_id) == ("a.b.c", "", "attempt")
    assert (request.community_id, request.access_point_id, timeout) == ("c", "p", 0.5)
    assert request.direction == visitor_pb2.DIRECTION_IN


async def test_a_code_that_does_not():
    answer = visitor_pb2.RedeemPassResponse(
        outcome=visitor_pb2.OUTCOME_REFUSED, reason="UNKNOWN_CODE"
    )
    shown, (request, _) = await redeemed(answer, passcode="123456")
    assert (shown.grant.opens, shown.reason) == (False, "UNKNOWN_CODE")
    assert (request.token, request.code) == ("", "123456")


async def test_a_visitor_service_that_is_down_is_named():
    error = AioRpcError(grpc.StatusCode.UNAVAILABLE, Metadata(), Metadata(), "")
    shown, _ = await redeemed(error, qr="a.b.c")
    assert shown.reason == shown.down == reasons.VISITS_UNAVAILABLE
    assert shown.grant is None
