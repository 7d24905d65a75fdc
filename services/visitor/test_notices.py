"""Notices: what leaves, to whom, how it is signed, and that it is tried again."""

import asyncio
import email
import email.policy
import hashlib
import hmac
import json
from typing import Any

import pytest
from pydantic import SecretStr

from anju.visitor.v1 import visitor_pb2 as pb
from kit.errors import InvalidArgument, PermissionDenied, Unauthenticated
from kit.testing import eventually, running, settings_in
from services.roles import ROLES
from services.visitor import notices
from services.visitor.conftest import MODULES, Estate, Settings
from services.visitor.models import VisitNotice
from services.visitor.senders import Message, NotSent, SmtpSender, WebhookSender
from services.visitor.settings import VisitorSettings

PHONE = "13800005678"


class Inbox:
    """A webhook on loopback that keeps what it gets, after failing a few times."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.got: list[tuple[dict[str, str], bytes]] = []

    async def __aenter__(self) -> "Inbox":
        self.server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")[1:-2]
        headers = dict(line.split(": ", 1) for line in head)
        body = await reader.readexactly(int(headers["content-length"]))
        self.failures -= 1
        if self.failures < 0:
            self.got.append((headers, body))
        status = b"503 Busy" if self.failures >= 0 else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def message(self, kind: str) -> Any:
        async def find() -> Any:
            found = [json.loads(body) for _, body in self.got]
            return next((each for each in found if each["kind"] == kind), None)

        return await eventually(find)


@pytest.fixture
async def hooked(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An estate whose notices go to an inbox that fails twice."""
    monkeypatch.setattr(notices, "FIRST_PAUSE", 0.05)
    async with Inbox(failures=2) as inbox:
        own = VisitorSettings(
            webhook_url=inbox.url,
            webhook_secret=SecretStr("s"),
            notice_interval=0.05,
            proof_tries=2,
            proof_pause=1,
        )
        async with running(settings_in(tmp_path, Settings, visitor=own), MODULES, ROLES) as node:
            estate = Estate(node)
            await estate.found()
            yield estate, inbox


async def test_a_host_hears_of_an_arrival_by_webhook(hooked: Any) -> None:
    estate, inbox = hooked
    choice = pb.PutNoticeChoiceRequest(community_id=estate.here, channel=pb.NOTICE_CHANNEL_WEBHOOK)
    await estate.mine().PutNoticeChoice(choice)
    made = await estate.invite(name="小李 明明", phone=PHONE, plate="鲁C12345")
    await estate.show(token=getattr(made, "pass").token)
    message = await inbox.message("arrived")
    assert message["text"] == "小李已到达"
    headers, body = inbox.got[-1]
    at = headers["anju-signature"].partition(",")[0].removeprefix("t=")
    mac = hmac.new(b"s", f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["anju-signature"] == f"t={at},v1={mac}"
    assert PHONE not in body.decode()

    async def nothing_left() -> bool:
        async with estate.tables() as db, db.read() as session:
            left = (await session.exec(notices.store.select(VisitNotice))).all()
        return not left

    await eventually(nothing_left)


async def test_a_visitor_sees_and_erases_what_is_kept(hooked: Any) -> None:
    estate, inbox = hooked
    made = await estate.invite(phone=PHONE)
    inside = await estate.invite(phone=PHONE, starting=3)
    kiosk, phone = estate.stub("kiosk"), {"community_id": estate.here, "phone": PHONE}
    stranger = {"community_id": estate.here, "phone": "13911112222"}
    answers = [await kiosk.StartProof(pb.StartProofRequest(**who)) for who in (phone, stranger)]
    assert answers[0] == answers[1]
    message = await inbox.message("proof")
    assert message["to"] == PHONE
    code = message["text"].split("，")[0].removeprefix("验证码 ")
    seen = await kiosk.ShowOwnData(pb.ShowOwnDataRequest(**phone, code=code))
    assert {visit.id for visit in seen.visits} == {made.visit.id, inside.visit.id}
    assert seen.visits[0].phone == PHONE
    erased = await kiosk.EraseOwnData(pb.EraseOwnDataRequest(**phone, code=code))
    assert (erased.receipt.cause, erased.receipt.count, erased.kept) == ("REQUEST", 2, 0)
    assert (await estate.show(token=getattr(made, "pass").token)).reason == "ERASED"
    with pytest.raises(Unauthenticated):
        await kiosk.ShowOwnData(pb.ShowOwnDataRequest(**phone, code=code))
    assert len([b for _, b in inbox.got if b'"proof"' in b]) == 1


async def test_a_proof_is_not_to_be_guessed(hooked: Any) -> None:
    estate, inbox = hooked
    made = await estate.invite(phone=PHONE)
    await estate.show(token=getattr(made, "pass").token)
    kiosk, phone = estate.stub("kiosk"), {"community_id": estate.here, "phone": PHONE}
    await kiosk.StartProof(pb.StartProofRequest(**phone))
    text = (await inbox.message("proof"))["text"]
    code = text.split("，")[0].removeprefix("验证码 ")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for guess in (wrong, wrong, code):
        with pytest.raises(Unauthenticated) as refused:
            await kiosk.EraseOwnData(pb.EraseOwnDataRequest(**phone, code=guess))
        assert refused.value.reason == "PROOF_WRONG"


async def test_whoever_is_inside_keeps_the_way_out(hooked: Any) -> None:
    estate, inbox = hooked
    made = await estate.invite(phone=PHONE)
    token = getattr(made, "pass").token
    await estate.show(token=token)
    kiosk, phone = estate.stub("kiosk"), {"community_id": estate.here, "phone": PHONE}
    await kiosk.StartProof(pb.StartProofRequest(**phone))
    text = (await inbox.message("proof"))["text"]
    code = text.split("，")[0].removeprefix("验证码 ")
    erased = await kiosk.EraseOwnData(pb.EraseOwnDataRequest(**phone, code=code))
    assert (erased.receipt.count, erased.kept) == (0, 1)
    assert (await estate.show(token=token, out=True)).reason == "LEAVING"


async def test_choices_are_a_hosts_own(estate: Estate) -> None:
    choice = pb.PutNoticeChoiceRequest(
        community_id=estate.here, host_id="another", channel=pb.NOTICE_CHANNEL_LOG
    )
    with pytest.raises(PermissionDenied):
        await estate.mine().PutNoticeChoice(choice)
    for bad in ("", "a b@c", "a@b\nBcc: c@d"):
        request = pb.PutNoticeChoiceRequest(
            community_id=estate.here, channel=pb.NOTICE_CHANNEL_SMTP, address=bad
        )
        with pytest.raises(InvalidArgument):
            await estate.mine().PutNoticeChoice(request)


async def test_mail_leaves_by_smtp() -> None:
    lines: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 test\r\n")
        data = False
        while line := (await reader.readline()).decode():
            if data:
                data = line != ".\r\n"
                lines.append(line)
                if not data:
                    writer.write(b"250 ok\r\n")
            elif line.upper().startswith("DATA"):
                data = True
                writer.write(b"354 go\r\n")
            else:
                writer.write(b"221 bye\r\n" if line.upper().startswith("QUIT") else b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sender = SmtpSender("127.0.0.1", port, "gate@example.org")
    await sender.send(Message("id", "arrived", "host@example.org", "小李已到达"))
    server.close()
    mail = email.message_from_string("".join(lines[:-1]), policy=email.policy.default)
    assert (mail["To"], mail["Subject"]) == ("host@example.org", "小李已到达")


@pytest.mark.parametrize(
    "sender",
    [
        WebhookSender("", ""),
        WebhookSender("http://127.0.0.1:9/", ""),
        SmtpSender("", 25, ""),
        SmtpSender("127.0.0.1", 9, "a@b"),
    ],
)
async def test_what_does_not_leave_says_so_without_the_address(sender: Any) -> None:
    with pytest.raises(NotSent) as error:
        await sender.send(Message("id", "arrived", "secret@example.org", "secret text"))
    assert "secret" not in str(error.value)
