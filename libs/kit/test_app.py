import asyncio
import graphlib
from contextlib import asynccontextmanager

import httpx
import pytest

from kit.app import Module, choose, serving, start_order
from kit.config import KitSettings
from kit.testing import settings_in


def module(name, *needs, log=None):
    @asynccontextmanager
    async def run(node):
        if log is not None:
            log.append(f"+{name}")
        yield
        if log is not None:
            log.append(f"-{name}")

    return Module(name, run, needs)


def test_what_is_needed_starts_first():
    order = [m.name for m in start_order([module("a", "b"), module("b", "c"), module("c")])]
    assert order == ["c", "b", "a"]


def test_cycles_are_refused_and_what_is_not_here_is_remote():
    with pytest.raises(graphlib.CycleError):
        start_order([module("a", "b"), module("b", "a")])
    assert [m.name for m in start_order([module("a", "z")])] == ["a"]


def test_targets():
    modules = [module("a", "b"), module("b")]
    assert [m.name for m in choose(modules, ["all"])] == ["b", "a"]
    assert [m.name for m in choose(modules, ["a"])] == ["a"]  # b runs elsewhere
    with pytest.raises(ValueError, match="unknown target z; known: all, a, b"):
        choose(modules, ["z"])


async def test_stop_is_the_reverse_of_start_and_ready_comes_last(tmp_path):
    log = []
    modules = [module("a", "b", log=log), module("b", log=log)]
    async with serving(settings_in(tmp_path, KitSettings), modules, {}) as node:
        assert log == ["+b", "+a"]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{node.http_port}") as http:
            assert (await http.get("/readyz")).json() == {"ready": True}
            assert (await http.get("/healthz")).text == "ok"
    assert log == ["+b", "+a", "-a", "-b"]


async def test_failed_background_task_stops_the_process(tmp_path):
    async def broken():
        raise RuntimeError("disk on fire")

    @asynccontextmanager
    async def run(node):
        node.spawn("broken", broken())
        yield

    async with serving(settings_in(tmp_path, KitSettings), [Module("m", run)], {}) as node:
        await asyncio.wait_for(node.failed.wait(), 5)
        assert "disk on fire" in str(node.failure)


async def test_failed_start_stops_what_had_started(tmp_path):
    log = []

    @asynccontextmanager
    async def run(node):
        raise ValueError("bad setting")
        yield

    modules = [module("ok", log=log), Module("bad", run, ("ok",))]
    with pytest.raises(ValueError, match="bad setting"):
        async with serving(settings_in(tmp_path, KitSettings), modules, {}):
            pass
    assert log[0] == "+ok"
    assert not (tmp_path / "endpoints.json").exists()
