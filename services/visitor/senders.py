"""Ways for a notice to leave, behind one small interface."""

import asyncio
import hashlib
import hmac
import json
import logging
import smtplib
import time
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

import httpx

from services.visitor.models import Channel
from services.visitor.settings import VisitorSettings

log = logging.getLogger("visitor.notices")
TIMEOUT = 10.0


class NotSent(Exception):
    """It did not leave; it is tried again. The text names no person."""


@dataclass(frozen=True)
class Message:
    """`address` is a mail address or a phone; to a webhook it may be empty."""

    id: str
    kind: str
    address: str
    text: str


class Sender(Protocol):
    async def send(self, message: Message) -> None:
        """Raises NotSent."""


class LogSender:
    async def send(self, message: Message) -> None:
        log.info("notice", extra={"notice": message.id, "kind": message.kind})


class WebhookSender:
    """Posts JSON. `Anju-Signature: t=<unix time>,v1=<hex HMAC-SHA256 of "time.body">`."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret.encode()

    async def send(self, message: Message) -> None:
        if not self._url:
            raise NotSent("no webhook is set up")
        body = json.dumps(
            {"id": message.id, "kind": message.kind, "to": message.address, "text": message.text},
            ensure_ascii=False,
        ).encode()
        headers = {
            "content-type": "application/json",
            "anju-signature": signature(self._secret, int(time.time()), body),
        }
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT) as http:
                answer = await http.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotSent(type(error).__name__) from None
        if not answer.is_success:
            raise NotSent(f"status {answer.status_code}")


def signature(secret: bytes, at: int, body: bytes) -> str:
    mac = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={mac}"


class SmtpSender:
    def __init__(self, host: str, port: int, sender: str) -> None:
        self._host = host
        self._port = port
        self._sender = sender

    async def send(self, message: Message) -> None:
        if not self._host:
            raise NotSent("no mail server is set up")
        try:
            await asyncio.to_thread(self._send, message)
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(type(error).__name__) from None

    def _send(self, message: Message) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = self._sender, message.address
        mail["Subject"] = message.text
        mail["Message-ID"] = f"<{message.id}@anju>"
        mail.set_content(message.text)
        with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls()
            server.send_message(mail)


def senders(settings: VisitorSettings) -> dict[Channel, Sender]:
    secret = settings.webhook_secret.get_secret_value()
    return {
        Channel.LOG: LogSender(),
        Channel.WEBHOOK: WebhookSender(settings.webhook_url, secret),
        Channel.SMTP: SmtpSender(settings.smtp_host, settings.smtp_port, settings.smtp_sender),
    }
