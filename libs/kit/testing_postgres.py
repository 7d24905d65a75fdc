"""A private PostgreSQL for tests: Debian's own server on loopback, ended with this process."""

import atexit
import functools
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from kit.testing_nats import free_ports

SWITCH = "ANJU_TEST_POSTGRES"  # set to 1: services' tests run on PostgreSQL as well


def binaries() -> Path | None:
    """The newest server's programs, of Debian's package `postgresql`; None where it is missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    return found[-1].parent if found else None


class PostgresServer:
    """Runs as an unprivileged user in a folder of its own; listens on loopback and trusts it.
    A power cut loses data unless it is `durable`, as for measurements."""

    def __init__(self, durable: bool = False) -> None:
        programs = binaries()
        if programs is None:
            raise RuntimeError("no PostgreSQL server found: apt-get install postgresql")
        self._programs = programs
        self._durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="anju-postgres-"))
        (self.port,) = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._of: dict[Path, str] = {}
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        make = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
        subprocess.run(
            self._command("initdb", "-D", str(self.folder / "data"), *make),
            check=True,
            capture_output=True,
            cwd="/",
        )

    def _command(self, program: str, *arguments: str) -> list[str]:
        command = [str(self._programs / program), *arguments]
        if os.getuid() == 0:
            # The server refuses to run as root. The kernel ends it with this process.
            who = ["--reuid=postgres", "--regid=postgres", "--init-groups", "--pdeathsig", "INT"]
            command = ["setpriv", *who, *command]
        return command

    def start(self) -> None:
        durability = [
            option
            for name in ("fsync", "synchronous_commit", "full_page_writes")
            for option in ("-c", f"{name}={'on' if self._durable else 'off'}")
        ]
        listen = ["-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder)]
        data = ["-D", str(self.folder / "data")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("postgres", *data, *listen, *durability, "-c", "max_connections=400"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        for _ in range(600):
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-500:]}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends all sessions and stops; SIGQUIT stops as a crash does."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def of(self, folder: Path) -> str:
        """URL of the folder's database, empty at first: a node that starts anew finds it."""
        if folder not in self._of:
            self._of[folder] = self.fresh()
        return self._of[folder]

    def fresh(self) -> str:
        """URL of a new empty database."""
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


@functools.cache
def shared() -> PostgresServer:
    """One server for all tests of this process."""
    server = PostgresServer()
    server.start()
    atexit.register(server.remove)
    return server
