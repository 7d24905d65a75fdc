"""Profiles of an installation: data beside those shipped, checked as a whole at the start."""

from dataclasses import replace

import pytest

from services.uplink.flows import made_up
from services.uplink.profiles.facts import Of
from services.uplink.profiles.mapper import object_id
from services.uplink.profiles.profile import parse, profiles

CITY = """
id = "city"
version = 2
extends = "gat1400-2017"
batch_objects = 3

[kinds.motor_vehicle]
path = "/VIID/Vehicles"
"""
FIELD = """
id = "city"
version = 1
extends = "gat1400-2017"

[kinds.ape.fields.Extra]
"""


def test_a_folder_adds_profiles_and_stands_before_those_shipped(tmp_path):
    (tmp_path / "city.toml").write_text(CITY)
    own = CITY.replace('"city"', '"gat1400-codemsg"')
    (tmp_path / "codemsg.toml").write_text(own)
    (tmp_path / "notes.txt").write_text("not read")
    shipped, found = profiles(), profiles(tmp_path)
    assert set(found) == {*shipped, "city"}
    city, base = found["city"], shipped["gat1400-2017"]
    assert (city.version, city.batch_objects) == (2, 3)
    assert city.kinds[Of.MOTOR_VEHICLE].path == "/VIID/Vehicles"
    assert city.kinds[Of.MOTOR_VEHICLE].fields == base.kinds[Of.MOTOR_VEHICLE].fields
    assert city.kinds[Of.FACE] == base.kinds[Of.FACE]
    assert found["gat1400-codemsg"] != shipped["gat1400-codemsg"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FIELD + 'source = "religion"', "no source religion"),
        (FIELD + 'source = "name"\ntable = "colours"', "no table colours"),
        (FIELD + 'source = "name"\nconst = 1', "either source or const"),
        (CITY + 'id_form = "{device:20}{time:14}"', "id_form has 34 digits"),
        (CITY + 'id_form = "{person:20}"', "id form"),
        (CITY + 'list = "a b"', "kinds.motor_vehicle.list"),
    ],
)
def test_a_wrong_profile_is_refused_as_a_whole(text, said):
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_a_folder_with_a_wrong_profile_is_refused(tmp_path):
    (tmp_path / "city.toml").write_text(FIELD + 'source = "phone"')
    with pytest.raises(ValueError, match="city"):
        profiles(tmp_path)


def test_objects_of_one_camera_and_second_have_ids_of_their_own():
    """A camera at a busy road, or a replay: five digits alone would meet."""
    kind = profiles()["gat1400-2017"].kinds[Of.MOTOR_VEHICLE]
    facts = (replace(made_up(Of.MOTOR_VEHICLE), event_id=f"passage/{n}") for n in range(20_000))
    ids = {object_id(kind, fact) for fact in facts}
    assert len(ids) == 20_000
    assert {len(each) for each in ids} == {48}
