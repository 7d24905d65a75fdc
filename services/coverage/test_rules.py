"""The shipped rules, and files that are wrong."""

import pytest

from kit.errors import InvalidArgument
from services.coverage.points import check_face, column_of, derive
from services.coverage.rules import FOLDER, Plan, Profile, Rules, read

RULES = Rules()
POSITIONS = (FOLDER / "positions.toml").read_text()
PLAN = (FOLDER / "plan_370303.toml").read_text()


def test_every_cell_has_its_provenance_and_every_code_is_known():
    """R78, and lawful.md section 3: 20 rows that may be required, one that never may."""
    RULES.load()
    profile = RULES.profile
    assert [row.number for row in profile.rows] == list(range(1, 21))
    assert profile.forbidden[0].number == 21
    assert all(all(row.provenance) for row in profile.rows)


def test_unknown_codes_are_named():
    bad = read(Profile, POSITIONS.replace('code = "1010200"', 'code = "9999999"').encode())
    with pytest.raises(InvalidArgument) as error:
        RULES.check_codes(bad)
    assert error.value.reason == "POSITION_CODE_UNKNOWN"
    assert "2 (9999999)" in error.value.message


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('["M", "M", "G", "M", "M"]', '["M", "M", "G", "M"]', "request"),
        ('["M", "M", "G", "M", "M"]', '["M", "M", "Q", "M", "M"]', "rows.0.cells.2"),
        ('count = "lanes"', 'count = "faces"', "rows.1"),
        ("valid_from = 2020-01-01", "valid_from = 'soon'", "valid_from"),
    ],
)
def test_wrong_profiles_name_the_field(old, new, field):
    with pytest.raises(InvalidArgument) as error:
        read(Profile, POSITIONS.replace(old, new).encode())
    assert error.value.field == field


def test_what_is_no_toml_says_so():
    with pytest.raises(InvalidArgument) as error:
        read(Profile, b"version = ")
    assert error.value.reason == "PROFILE_INVALID"


def test_targets_over_a_hundred_per_cent_are_refused():
    for wrong in ("built = 1.01", "built = -0.1", "built = 60"):
        with pytest.raises(InvalidArgument) as error:
            read(Plan, PLAN.replace("built = 0.6", wrong).encode())
        assert error.value.field == "targets.1.built"


def test_a_folder_stands_in_for_what_is_shipped(tmp_path):
    (tmp_path / "positions.toml").write_text(POSITIONS.replace('version = "0.1"', 'version = "z"'))
    assert Rules(tmp_path).profile.version == "z"
    assert Rules(tmp_path).plan.code == RULES.plan.code
    (tmp_path / "award.toml").write_text("version = 1")
    with pytest.raises(ValueError, match=r"award\.toml"):
        Rules(tmp_path).load()


def test_a_perimeter_is_divided_into_zones_and_government_builds_its_own():
    counts = {"perimeter_m": 950, "streets": 2, "high_faces": 1, "unit_doors": 3}
    points = {p.name: p for p in derive(RULES.profile, "enclosed", counts)}
    assert sum(name.startswith("周界") for name in points) == 10
    assert points["小区周边公共道路 1 号"].requirement == "G"
    assert points["高空抛物监测点 1 号"].requirement == "O"
    assert not any(p.name.startswith("周界") for p in derive(RULES.profile, "open", counts))


def test_the_column_follows_kind_and_enclosure():
    """R93."""
    assert column_of("old", "open") == "open"
    assert column_of("old", "enclosable") == "enclosed"
    assert column_of("village", "open") == "village"


def test_no_face_capture_by_default_nor_ever_where_there_is_no_gate():
    """K5."""
    counts = {"pedestrian_passages": 1, "lanes": 1}
    for column in RULES.profile.columns:
        for point in derive(RULES.profile, column, counts):
            assert "face" not in point.captures
            faced = point.model_copy(update={"captures": ("scene", "face")})
            if column in ("enclosed", "commercial") and point.row == 1:
                check_face(faced, column, RULES.profile)
                continue
            with pytest.raises(InvalidArgument, match="no face capture"):
                check_face(faced, column, RULES.profile)
