"""`python -m services.inference.worker FD SETTINGS`: one inference worker, a process of its own.

So pictures neither wait for the interpreter lock of the process that serves, nor take it along
when a decoder crashes on one. Messages on the socket are a length (4 bytes, big-endian) and that
many bytes: a request is a tag of `CALLS` and the message; an answer is b"=" and the message, or
b"!" and an error in JSON. The first answer, empty, says that the worker is ready. It ends when
the other side closes.
"""

import json
import signal
import socket
import sys

from kit import errors
from kit.errors import AnjuError
from services.inference.calls import CALLS
from services.inference.settings import InferenceSettings

ANSWER, ERROR = b"=", b"!"


def send(to: socket.socket, kind: bytes, content: bytes = b"") -> None:
    """`kind` is one byte."""
    to.sendall(b"".join(((1 + len(content)).to_bytes(4, "big"), kind, content)))


def receive(source: socket.socket) -> tuple[bytes, memoryview]:
    """Kind and content of the next message, content without a copy (protobuf takes any buffer,
    whatever its type stubs say). Raises EOFError when the other side has closed."""
    message = _exactly(source, int.from_bytes(_exactly(source, 4), "big"))
    return bytes(message[:1]), message[1:]


def _exactly(source: socket.socket, count: int) -> memoryview:
    view, at = memoryview(bytearray(count)), 0
    while at < count:
        taken = source.recv_into(view[at:])
        if not taken:
            raise EOFError
        at += taken
    return view


def pack_error(error: AnjuError) -> bytes:
    return json.dumps(vars(error) | {"kind": type(error).__name__}).encode()


def unpack_error(content: bytes | memoryview) -> AnjuError:
    fields = json.loads(bytes(content))
    kind: type[AnjuError] = getattr(errors, fields.pop("kind"))
    metadata = fields.pop("metadata")
    return kind(fields.pop("reason"), fields.pop("message"), **fields, **metadata)


def serve(connection: socket.socket, settings: InferenceSettings) -> None:
    from services.inference.engine import Engine  # heavy: the serving process never loads it

    engine = Engine(settings, callers=1)
    engine.warm()
    send(connection, ANSWER)
    while True:
        tag, content = receive(connection)
        (outcome,) = engine.answer([CALLS[tag][0].FromString(content)])  # type: ignore[arg-type]
        if isinstance(outcome, AnjuError):
            send(connection, ERROR, pack_error(outcome))
        else:
            send(connection, ANSWER, outcome.SerializeToString())


def main(descriptor: str, settings: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the serving process decides when to stop
    with socket.socket(fileno=int(descriptor)) as connection:
        try:
            serve(connection, InferenceSettings.model_validate_json(settings))
        except (EOFError, OSError):
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
