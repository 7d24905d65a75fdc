"""Real worker processes: they answer as threads do, and their death costs one picture."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from anju.inference.v1 import inference_pb2 as pb
from kit.errors import InvalidArgument, ResourceExhausted, Unavailable
from services.inference.engine import Engine
from services.inference.pool import Pool
from services.inference.settings import InferenceSettings
from services.inference.worker import pack_error, unpack_error


@pytest.fixture
def pool(tmp_path):
    pool = Pool(InferenceSettings(models_dir=tmp_path, workers=2))
    yield pool
    pool.close()


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def missing(pool) -> bool:
    (outcome,) = pool.answer([pb.AnalyzeFacesRequest(image=b"x")])
    assert isinstance(outcome, Unavailable)
    return outcome.reason == "MODEL_MISSING"


@pytest.mark.models
def test_a_worker_answers_as_the_engine_does(model_files, photos) -> None:
    settings = InferenceSettings(models_dir=model_files, workers=1)
    requests = [pb.AnalyzeFacesRequest(image=p.read_bytes(), mirror=True) for p in photos[:3]]
    pool = Pool(settings)
    try:
        here, there = Engine(settings, 1).answer(requests), pool.answer(requests)
    finally:
        pool.close()
    for one, other in zip(here, there, strict=True):
        assert one.faces == other.faces
        assert (one.width, one.height) == (other.width, other.height)


@pytest.mark.models
def test_pictures_of_one_batch_fail_alone(model_files, photos) -> None:
    pool = Pool(InferenceSettings(models_dir=model_files, workers=1))
    try:
        good, bad = pool.answer(
            [pb.AnalyzeFacesRequest(image=photos[0].read_bytes()), pb.AnalyzeFacesRequest()]
        )
    finally:
        pool.close()
    assert good.faces
    assert isinstance(bad, InvalidArgument)
    assert (bad.reason, bad.field) == ("IMAGE_EMPTY", "image")


def test_a_dead_worker_is_replaced(pool) -> None:
    before = [worker.pid for worker in pool.workers]
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    outcomes = [pool.answer([pb.AnalyzeFacesRequest(image=b"x")])[0] for _ in before]
    assert [each.reason for each in outcomes] == ["INFERENCE_WORKER_DIED"] * 2
    assert missing(pool)
    assert missing(pool)
    after = [worker.pid for worker in pool.workers]
    assert not set(before) & set(after)
    assert not any(is_running(pid) for pid in before)


def test_a_worker_that_cannot_start_is_tried_again(pool, monkeypatch) -> None:
    """No memory for a while, say: the place is not lost."""
    for worker in pool.workers:
        os.kill(worker.pid, signal.SIGKILL)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/bin/false")
        for _ in range(3):
            (outcome,) = pool.answer([pb.AnalyzeFacesRequest(image=b"x")])
            assert outcome.reason == "INFERENCE_WORKER_DIED"
    for _ in range(2):
        pool.answer([pb.AnalyzeFacesRequest(image=b"x")])
    assert missing(pool)
    assert missing(pool)


def test_a_worker_ends_with_the_process_that_asks(pool) -> None:
    pids = [worker.pid for worker in pool.workers]
    pool.close()
    assert not any(is_running(pid) for pid in pids)


def test_a_worker_sent_garbage_ends(pool) -> None:
    worker = pool.workers[0]
    worker._socket.sendall(b"\0\0\0\2?x")  # a tag that no call has
    ends = time.monotonic() + 10
    while Path(f"/proc/{worker.pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_interrupts_are_for_the_serving_process(pool) -> None:
    for worker in pool.workers:
        os.kill(worker.pid, signal.SIGINT)
    assert missing(pool)
    assert missing(pool)


@pytest.mark.parametrize(
    "error",
    [
        InvalidArgument("A", "b", field="image", remedy="c", pack="x"),
        ResourceExhausted("A", "b", retry_after=0.5),
        Unavailable("A", "b"),
    ],
)
def test_errors_survive_the_pipe(error) -> None:
    back = unpack_error(pack_error(error))
    assert type(back) is type(error)
    assert vars(back) == vars(error)
