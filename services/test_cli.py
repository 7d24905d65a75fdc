"""`anju migrate` and `anju tokens`, as an operator types them."""

import os
import subprocess
import sys
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kit.testing_postgres import binaries, shared

ROOT = Path(__file__).parents[1]


def anju(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "services", *arguments]
    env = os.environ | {"NO_COLOR": "1", "COLUMNS": "200"} | env
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/db"
    if binaries() is None:
        pytest.skip("no PostgreSQL server: apt-get install postgresql")
    return shared().fresh()


def test_migrate_twice(database, tmp_path):
    where = {"ANJU_DATABASE__URL": database, "ANJU_DATA_DIR": str(tmp_path)}
    first = anju("migrate", **where)
    assert first.returncode == 0, first.stderr
    assert "from nothing" in first.stderr
    services = {line.split()[0] for line in first.stderr.splitlines()}
    assert {"access", "face", "plate", "registry", "resident", "visitor"} <= services
    assert "inference" not in services  # has no tables
    again = anju("migrate", **where)
    assert again.returncode == 0
    assert "from nothing" not in again.stderr
    assert again.stderr.count("as it was") == len(services)


def test_a_database_that_is_not_there_ends_it_without_naming_user_or_password(tmp_path):
    url = "postgresql://somebody:s3cret@127.0.0.1:1/anju"
    done = anju("migrate", ANJU_DATABASE__URL=url, ANJU_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "cannot migrate: the database of ANJU_DATABASE__URL refuses" in done.stderr
    assert "somebody" not in done.stderr + done.stdout
    assert "s3cret" not in done.stderr + done.stdout


def test_tokens_are_signed_by_the_key_of_the_settings(tmp_path):
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "issuer.pem").write_bytes(pem)
    issue = ("tokens", "issue", "--role", "guard", "--subject", "test")
    where = {"ANJU_DATA_DIR": str(tmp_path / "data")}
    missing = anju(*issue, **where)
    assert missing.returncode == 2
    assert "ANJU_AUTH__KEY" in missing.stderr
    done = anju(*issue, ANJU_AUTH__KEY=str(tmp_path / "issuer.pem"), **where)
    claims = jwt.decode(done.stdout.strip(), key.public_key(), ["EdDSA"], audience="anju")
    assert (claims["sub"], claims["role"]) == ("test", "guard")
