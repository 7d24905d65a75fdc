import pytest

from charts.licences import refused


def report(licence):
    return [{"Name": "x", "License": licence}]


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "Apache-2.0 AND BSD-2-Clause",
        "Apache Software License; MIT License",
        "GPL-2.0-only OR MIT",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "LGPL-3.0-only",
        "Mozilla Public License 2.0 (MPL 2.0)",
    ],
)
def test_good_ones_pass(licence):
    assert refused(report(licence)) == []


@pytest.mark.parametrize(
    "licence", ["GPL-2.0-only", "MIT AND GPL-2.0-only", "UNKNOWN", "SSPL-1.0", "Proprietary", ""]
)
def test_others_are_named(licence):
    assert refused(report(licence)) == [f"x: {licence}"]
