"""Real portraits: two that ship in packages, varied as gates see people; more from a folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import matplotlib.cbook
import numpy as np
import numpy.typing as npt
import skimage.data

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Probe:
    """A frame at the gate; `person` is whose face it shows."""

    name: str
    person: str
    jpeg: bytes


def public_domain() -> dict[str, Picture]:
    """NASA's Eileen Collins (scikit-image) and the US Navy's Grace Hopper (matplotlib), BGR."""
    collins = cv2.cvtColor(skimage.data.astronaut(), cv2.COLOR_RGB2BGR)[:300, 100:400]
    file = matplotlib.cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    hopper = cv2.imread(str(file))
    return {"Eileen Collins": np.ascontiguousarray(collins), "Grace Hopper": hopper}


def encode(picture: Picture, quality: int = 90) -> bytes:
    done, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return jpeg.tobytes()


def on_background(picture: Picture, width: int, height: int, share: float, seed: int) -> Picture:
    """The portrait in a larger camera picture, `share` of its height tall."""
    random = np.random.default_rng(seed)
    tall = int(height * share)
    scaled = cv2.resize(picture, (picture.shape[1] * tall // picture.shape[0], tall))
    shade = np.linspace(70, 170, width, dtype=np.float32)[None, :, None]
    canvas = shade + random.normal(0, 8, (height, width, 3))
    frame = np.clip(canvas, 0, 255).astype(np.uint8)
    x = int(random.integers(0, width - scaled.shape[1]))
    frame[height - tall :, x : x + scaled.shape[1]] = scaled
    return frame


def variations(name: str, picture: Picture) -> Iterator[Probe]:
    """The same face in other scale, light, angle, sharpness and surroundings."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 12, 1.0)
    rotated = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT)
    made = {
        "dusk": np.clip(picture * 0.45, 0, 255).astype(np.uint8),
        "low sun": np.clip(picture * 1.35 + 25, 0, 255).astype(np.uint8),
        "head tilted": rotated,
        "out of focus": cv2.GaussianBlur(picture, (0, 0), 2.2),
        "640×480 camera": on_background(picture, 640, 480, 0.8, 1),
        "1080p camera": on_background(picture, 1920, 1080, 0.6, 2),
    }
    for variation, content in made.items():
        yield Probe(f"{name}, {variation}", name, encode(content))


def pairs(folder: Path, people: int, strangers: int) -> tuple[dict[str, bytes], list[Probe]]:
    """Photos to enrol by person, and other photos of them and of people who live elsewhere."""
    names = sorted({path.name.rsplit("_", 1)[0] for path in folder.glob("*_0002.jpg")})[:people]
    first = {name: (folder / f"{name}_0001.jpg").read_bytes() for name in names}
    probes = [
        Probe(
            f"{name.replace('_', ' ')}, photo {n}",
            name,
            (folder / f"{name}_000{n}.jpg").read_bytes(),
        )
        for name in names
        for n in (2, 3)
    ]
    known = {path.name.rsplit("_", 1)[0] for path in folder.glob("*_0002.jpg")}
    singles = [
        p for p in sorted(folder.glob("*_0001.jpg")) if p.name.rsplit("_", 1)[0] not in known
    ]
    for path in singles[:strangers]:
        name = path.name.rsplit("_", 1)[0]
        probes.append(Probe(f"{name.replace('_', ' ')}, a stranger", name, path.read_bytes()))
    return first, probes
