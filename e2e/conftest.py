"""Platforms for the stories: one shared by those that only use it, fresh ones for the rest."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from e2e.community import Community, found
from e2e.platform import SHARED, Platform, has_models, models_env, platform
from e2e.story import Story, tell
from kit.testing_postgres import PostgresServer

_numbers = count(1)


@pytest.fixture(scope="session")
def shared_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with platform(tmp_path_factory.mktemp("platform"), **models_env()) as started:
        yield started


@pytest.fixture
def own_platform(tmp_path: Path) -> Iterator[Platform]:
    """Not started: a story that kills, fills or alters it starts it itself."""
    made = platform(tmp_path, **models_env())
    yield made
    made.close()


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """A database of the story's own, which it may kill."""
    server = PostgresServer(durable=True)
    server.start()
    yield server
    server.remove()


@pytest.fixture
async def community(shared_platform: Platform) -> AsyncIterator[Community]:
    """A fresh community on the shared platform."""
    made = await found(shared_platform, f"E2E-{next(_numbers)}")
    yield made
    await made.http.aclose()


@pytest.fixture(scope="session")
def photos() -> Path:
    """Real photographs `Name_0001.jpg`; skips where they are missing."""
    folder = SHARED / "data" / "faces"
    if not has_models() or not folder.is_dir():
        pytest.skip("needs ../shared/models and ../shared/data/faces")
    return folder


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory, photos: Path) -> Story:
    return asyncio.run(tell(tmp_path_factory.mktemp("story"), photos))
