import pytest

from kit.app import choose, start_order
from kit.testing import running, settings_in
from services.modules import Settings, load
from services.roles import ROLES

MODULES = load()


def test_what_a_module_needs_starts_before_it():
    order = [module.name for module in start_order(MODULES)]
    for module in MODULES:
        assert all(order.index(need) < order.index(module.name) for need in module.needs)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
async def test_every_module_runs_alone(module, tmp_path):
    """What it needs may be elsewhere, or down: it starts all the same."""
    values = {
        "target": module.name,
        "database": {"url": f"sqlite://{tmp_path}/db"},
        "files": {"url": f"file://{tmp_path}/files"},
        "channels": dict.fromkeys(module.needs, "127.0.0.1:1"),
        "inference": {"models_dir": tmp_path},
    }
    async with running(settings_in(tmp_path / "all", Settings), [], ROLES) as bus:
        assert bus.node.nats
        settings = settings_in(tmp_path, Settings, bus={"url": bus.node.nats.url}, **values)
        assert [each.name for each in choose(MODULES, settings.target)] == [module.name]
        async with running(settings, MODULES, ROLES) as node:
            assert list(node.node.handlers.services) == [
                f"anju.{module.name}.v1.{module.name.title()}Service"
            ]
