"""What each module opens and serves, seen by running it alone."""

import asyncio
import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from kit import app
from kit.testing import settings_in
from services.modules import Settings, load
from services.roles import ROLES


@dataclass
class Seen:
    needs: set[str] = field(default_factory=set)
    database: bool = False
    files: bool = False
    consumers: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    grpc: str = ""


class Watched(app.Node):
    """A node that notes what the module asks of it."""

    seen: Seen

    async def open(self) -> None:
        await super().open()
        subscribe, include = self.bus.subscribe, self.app.include_router

        def subscribed(durable: str, *rest: Any) -> Any:
            self.seen.consumers.add(durable)
            return subscribe(durable, *rest)

        def included(router: Any, *, prefix: str = "", **rest: Any) -> None:
            self.seen.paths |= set(_paths(router, prefix))
            include(router, prefix=prefix, **rest)

        self.bus.subscribe = subscribed  # type: ignore[method-assign,assignment]
        self.app.include_router = included  # type: ignore[method-assign]
        # From here on whoever asks for the files is the module.
        self.__dict__["_files"] = self.__dict__.pop("files")

    def __getattr__(self, name: str) -> Any:
        if name == "files" and "_files" in self.__dict__:
            self.seen.files = True
            return self.__dict__["_files"]
        raise AttributeError(name)

    def channel(self, service: str) -> Any:
        self.seen.needs.add(service)
        return super().channel(service)

    def database(self, service: str, versions: Path) -> Any:
        self.seen.database = True
        return super().database(service, versions)


def _paths(router: Any, prefix: str) -> Iterator[str]:
    """Those of routers within it as well."""
    for route in router.routes:
        if hasattr(route, "path"):
            yield prefix + route.path
        else:
            yield from _paths(route.original_router, prefix + route.include_context.prefix)


@contextlib.contextmanager
def _watching() -> Iterator[Seen]:
    seen = Seen()
    kind = type("Watching", (Watched,), {"seen": seen})
    with mock.patch.object(app, "Node", kind):
        yield seen


async def _run(folder: Path) -> dict[str, Seen]:
    found = {}
    async with app.serving(settings_in(folder / "bus", Settings), [], ROLES) as bus:
        assert bus.nats  # noqa: S101
        common = {
            "bus": {"url": bus.nats.url},
            "database": {"url": f"sqlite://{folder}/db"},
            "files": {"url": f"file://{folder}/files"},
            "inference": {"models_dir": folder},
        }
        for module in load():
            # Nothing answers there: it starts all the same.
            names = (each.name for each in load() if each != module)
            elsewhere = dict.fromkeys(names, "127.0.0.1:1")
            given: Any = common | {"target": module.name, "channels": elsewhere}
            settings = settings_in(folder / module.name, Settings, **given)
            with _watching() as seen:
                async with app.serving(settings, load(), ROLES) as node:
                    seen.grpc = next(iter(node.handlers.services))
            found[module.name] = seen
    return found


def modules() -> dict[str, Seen]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(Path(folder)))
