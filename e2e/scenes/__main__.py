"""`python -m e2e.scenes DIR [NAME…]` films the scenes: NAME.mp4, and NAME.json with rules and
truth."""

import json
import sys
from pathlib import Path

from rich.progress import track

from e2e.scenes.catalogue import Told, happens, nothing
from e2e.scenes.sprites import missing
from e2e.scenes.stage import pictures
from services.perimeter.video.clips import encode


def film(folder: Path, told: Told) -> Path:
    """Writes the scene, and returns the film's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{told.name.replace(' ', '-')}.mp4"
    path.write_bytes(encode(list(pictures(told.scene))))
    truth = {
        "rules": list(told.rules),
        "events": [{"kind": k, "from": a, "to": b} for k, a, b in told.truth],
        "health": list(told.health),
        "passes": list(told.passes),
    }
    path.with_suffix(".json").write_text(json.dumps(truth, indent=1) + "\n")
    return path


def main(folder: str, *names: str) -> None:
    if absent := missing():
        sys.exit(f"{absent} is not installed: run make setup")
    chosen = [each for each in (*happens(), *nothing()) if not names or each.name in names]
    for told in track(chosen, "filming"):
        film(Path(folder), told)


if __name__ == "__main__":
    main(*sys.argv[1:])
