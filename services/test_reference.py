import re

import pytest

from services.generate import ROOT
from services.modules import Settings, load
from services.reference import pages, settings_rows
from services.roles import ROLES


@pytest.mark.parametrize("name", ["settings.md", "roles.md"])
def test_reference_pages_are_fresh(name):
    """Run `python -m services.reference` when this fails."""
    assert (ROOT / "docs" / name).read_text() == pages()[name]


def test_every_setting_says_what_it_means():
    silent = [row[0] for row in settings_rows(Settings) if not row[3]]
    assert silent == []


def test_modules_and_settings_have_the_same_names():
    assert {module.name for module in load()} <= set(Settings.model_fields)
    known = {module.name for module in load()}
    assert all(set(module.needs) <= known for module in load())


def test_no_role_is_everything():
    """R60: nobody both administers and reads the audit of it, nor may one test at a door."""
    assert all("resident.rights" not in ROLES[role] for role in ROLES if role != "service")
    assert "access.rules.write" not in ROLES["auditor"]
    assert "face.identify" not in ROLES["district_admin"]


def test_links_in_docs_lead_somewhere():
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} → {target}"
