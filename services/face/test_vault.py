"""Keys and transforms of the vault, changed with the platform stopped, by the command line."""

import numpy as np
import pytest
from typer.testing import CliRunner

from anju.face.v1 import face_pb2 as pb
from anju.face.v1.face_pb2_grpc import FaceServiceStub
from kit.secrets import Keyring
from kit.testing import database_in, rows_in, sqlite_only
from services.face.cli import vault
from services.face.conftest import HERE


@pytest.fixture
async def filled(world):
    """A vault with one face, stopped; returns the world."""
    async with world.started() as node:
        world.desk.grant("alice")
        request = pb.EnrolFaceRequest(subject_id="alice", photo=b"alice")
        await node.stub(FaceServiceStub).EnrolFace(request)
    return world


async def recognised(world):
    async with world.started() as node:
        request = pb.IdentifyFaceRequest(community_id=HERE, image=b"alice~")
        bench = node.stub(FaceServiceStub, role="bench")
        return (await bench.IdentifyFace(request)).subject_id


def command(world, *arguments):
    """Runs in a thread of its own, as the command starts an event loop."""
    import threading

    results = []
    arguments = [*arguments, "--data-dir", str(world.folder)]
    env = {"ANJU_DATABASE__URL": database_in(world.folder)}
    thread = threading.Thread(
        target=lambda: results.append(CliRunner().invoke(vault, list(arguments), env=env))
    )
    thread.start()
    thread.join()
    return results[0]


def sealed(world):
    ((key, content),) = rows_in(world.folder, "face", "select id, sealed from template")
    return key, content


async def test_rotation_seals_everything_anew_and_faces_still_match(filled):
    assert sealed(filled)[1].startswith(b"k1:")
    assert command(filled, "rotate-key", "--drop-old").exit_code == 0
    assert sealed(filled)[1].startswith(b"k2:")
    ring = Keyring.open(filled.folder / "keys" / "face.json", may_create=False)
    assert ring.names() == ["k2"]
    assert await recognised(filled) == "alice"


async def test_reissue_makes_stolen_copies_worthless(filled):
    """R19: renewable; what was copied before no longer resembles what is stored."""
    ring = Keyring.open(filled.folder / "keys" / "face.json", may_create=False)

    def vector():
        key, content = sealed(filled)
        return np.frombuffer(ring.unseal(content, f"template/{key}"), "<f4")

    stolen = vector()
    assert command(filled, "reissue", "--community", HERE).exit_code == 0
    assert abs(float(stolen @ vector())) < 0.5
    assert await recognised(filled) == "alice"


@sqlite_only  # a database always is; the vault in it is then empty
async def test_no_vault_is_said_plainly(world):
    assert command(world, "rotate-key").exit_code == 2
