import pytest

from services.inference.training.plates.glyphs import fonts_missing


@pytest.fixture(autouse=True)
def typefaces() -> None:
    if missing := fonts_missing():
        pytest.skip(f"typefaces are missing: {missing[0]}; apt install the packages of glyphs.py")
