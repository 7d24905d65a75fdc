"""Awards (R92): what they may depend on, their derivation, and who approves."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from anju.coverage.v1 import coverage_pb2 as pb
from kit.errors import InvalidArgument
from services.coverage.award import AwardInputs, derive, months_between, yuan
from services.coverage.inputs import AwardIn
from services.coverage.rules import FOLDER, AwardFormula, Rules, read

FORMULA = Rules().award
AWARD = (FOLDER / "award.toml").read_text()
FINE = dict.fromkeys(("filings_on_time", "storage_days_kept", "clocks_right"), True)
FORBIDDEN = ("face", "enrol", "capture_count", "template", "consent", "recogni", "pass_count")


def inputs(**values):
    given = {"accepted": {"scene": 10}, "online_ms": 990, "service_ms": 1000, "compliance": FINE}
    return AwardInputs(**given | values)


def test_the_derivation_can_be_followed_by_hand():
    """10 × 600 yuan; 99 % up pays all of it; one of three duties missed costs a fifth."""
    fen, lines = derive(FORMULA, inputs())
    assert (fen, lines[-1].value) == (600_000, "6000.00 元")
    fen, lines = derive(FORMULA, inputs(online_ms=960))  # 96 %: four fifths
    assert fen == 480_000
    assert "960 ÷ 1000" in lines[2].formula
    fen, lines = derive(FORMULA, inputs(compliance=FINE | {"filings_on_time": False}))
    assert fen == 480_000
    assert any("未达标" in line.value for line in lines)
    assert derive(FORMULA, inputs(online_ms=0))[0] == 0
    assert derive(FORMULA, inputs(service_ms=0, online_ms=0))[0] == 0
    assert derive(FORMULA, inputs(compliance={}))[0] == 300_000  # a half of it


@given(
    st.dictionaries(st.sampled_from(["scene", "plate", "access"]), st.integers(0, 500)),
    st.integers(0, 1000),
)
def test_an_award_is_never_negative_nor_more_than_the_positions(accepted, online):
    fen, _ = derive(FORMULA, inputs(accepted=accepted, online_ms=online))
    most = sum(FORMULA.position_fen[c] * n for c, n in accepted.items())
    assert 0 <= fen <= most


def test_faces_and_captures_cannot_be_an_input():
    """R92: neither the formula, nor its inputs, nor the request has a place for them."""
    names = (
        set(AwardInputs.model_fields) | set(AwardFormula.model_fields) | set(AwardIn.model_fields)
    )
    names |= {f.name for f in pb.PreviewAwardRequest.DESCRIPTOR.fields}
    names |= {f.name for f in pb.FreezeAwardRequest.DESCRIPTOR.fields}
    names |= {f.name for f in pb.AwardSheet.DESCRIPTOR.fields}
    names |= set(AwardFormula.model_fields["compliance"].annotation.model_fields)
    assert not [name for name in names for word in FORBIDDEN if word in name]
    assert set(AwardInputs.model_fields) == {"accepted", "online_ms", "service_ms", "compliance"}
    for more in ({"face_rate": 0.9}, {"captures": 100}, {"enrolled": 5}):
        with pytest.raises(ValidationError):
            inputs(**more)
        for place in (
            AWARD + f"\n{next(iter(more))} = 1\n",
            AWARD.replace("[compliance]", f"[compliance]\n{next(iter(more))} = 0.5"),
        ):
            with pytest.raises(InvalidArgument):
                read(AwardFormula, place.encode())
    assert "face" not in FORMULA.position_fen


def test_negative_money_is_refused():
    with pytest.raises(InvalidArgument) as error:
        read(AwardFormula, AWARD.replace("scene = 60000", "scene = -1").encode())
    assert error.value.field == "position_fen.scene"


def test_months_are_whole():
    assert months_between(date(2024, 1, 1), date(2024, 12, 31)) == 12
    assert months_between(date(2024, 1, 1), date(2024, 12, 30)) == 11
    assert months_between(date(2023, 7, 1), date(2024, 6, 30)) == 12
    assert yuan(123) == "1.23 元"
