"""Where the Chinese characters of a PDF come from: a font of Debian, or the one that is set."""

from pathlib import Path

from kit.errors import FailedPrecondition

# Path and number of the font in its collection.
KNOWN = (
    (Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"), 0),
    (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"), 2),
    (Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), 0),
)


def find(chosen: Path | None) -> tuple[Path, int]:
    """Raises FailedPrecondition FONT_MISSING naming the packages."""
    candidates = [(chosen, 0)] if chosen else KNOWN
    for path, number in candidates:
        if path.exists():
            return path, number
    raise FailedPrecondition(
        "FONT_MISSING",
        "no font with Chinese characters was found",
        remedy="install fonts-wqy-microhei or fonts-noto-cjk, or set ANJU_COVERAGE__FONT; "
        "xlsx, csv and json need none",
    )
