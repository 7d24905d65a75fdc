"""Is the camera well: a picture that is black, covered, frozen or turned away says so."""

import cv2
import numpy as np

from services.perimeter.models import Health
from services.perimeter.video.motion import Grey

_BLACK = 14.0  # mean grey level
_FLAT = 5.0  # standard deviation of a covered lens
_ALIKE = 0.5  # correlation of a part's edges with the reference below which it shows something else
_PARTS = (6, 5)  # across and down
_OTHER = 0.6  # share of the parts that show something else when the view is another one
_PATIENCE = {  # seconds for which it must be so [P]
    Health.FROZEN: 20.0,
    Health.BLACK: 5.0,
    Health.COVERED: 4.0,
    Health.MOVED: 6.0,
}
_WELL = 3.0  # seconds of a good picture before the camera counts as well again
_REFERENCE = 5.0  # seconds after which a steady view becomes the reference


class Watchman:
    """Call `step` with each small grey picture; `state` is what the camera's picture is like."""

    def __init__(self) -> None:
        self.state = Health.UNKNOWN
        self._suspect, self._since = Health.UNKNOWN, 0.0
        self._previous: Grey | None = None
        self._same_since: float | None = None
        self._reference: Grey | None = None
        self._steady_since: float | None = None

    def step(self, time: float, grey: Grey, settled: bool) -> Health:
        found = self._look(time, grey, settled)
        if found != self._suspect:
            self._suspect, self._since = found, time
        wait = _PATIENCE.get(found, _WELL if self.state is not Health.UNKNOWN else 0.0)
        waited = wait if found is Health.FROZEN else time - self._since
        if found != self.state and waited >= wait:
            self.state = found
            if found is Health.MOVED:
                self._steady_since = None  # the new view is learnt once somebody has looked
        return self.state

    def accept(self) -> None:
        """The present view is the right one from now on."""
        self._reference, self._steady_since = None, None
        self.state, self._suspect = Health.OK, Health.OK

    def _look(self, time: float, grey: Grey, settled: bool) -> Health:
        if self._frozen(time, grey):
            return Health.FROZEN
        mean, spread = float(grey.mean()), float(grey.std())
        if mean < _BLACK and spread < 2 * _FLAT:
            return Health.BLACK
        if spread < _FLAT:
            return Health.COVERED
        edges = _edges(grey)
        if self._reference is None:
            if settled:
                self._steady_since = self._steady_since or time
                if time - self._steady_since >= _REFERENCE:
                    self._reference = edges
            return Health.OK
        if _strangeness(self._reference, edges) > _OTHER:
            # Light alone changes edges little; darkness changes them all, and is no other view.
            return Health.MOVED if spread > 3 * _FLAT else self.state
        self._reference += np.float32(0.01) * (edges - self._reference)
        return Health.OK

    def _frozen(self, time: float, grey: Grey) -> bool:
        """Not one pixel changed: a sensor always has some noise."""
        same = self._previous is not None and bool(np.array_equal(grey, self._previous))
        self._previous = grey
        if not same:
            self._same_since = None
            return False
        self._same_since = time if self._same_since is None else self._same_since
        return time - self._same_since >= _PATIENCE[Health.FROZEN]


def _edges(grey: Grey) -> Grey:
    """Strength of edges, coarse enough that small things that move hardly count."""
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    strength = np.sqrt(cv2.magnitude(across, down))
    return cv2.GaussianBlur(strength, (7, 7), 0)  # type: ignore[return-value]


def _strangeness(reference: Grey, edges: Grey) -> float:
    """Share of the parts with something to see that show something else now: a bus before the
    camera changes some, another view nearly all."""
    across, down = _PARTS
    a, b = (_parts(each, across, down) for each in (reference, edges))
    a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
    strong = np.sqrt((a * a).sum(1))
    alike = (a * b).sum(1) / np.maximum(strong * np.sqrt((b * b).sum(1)), 1e-6)
    telling = strong > 0.5 * np.median(strong)
    return float((alike[telling] < _ALIKE).mean()) if telling.any() else 0.0


def _parts(edges: Grey, across: int, down: int) -> Grey:
    rows, columns = edges.shape[0] // down, edges.shape[1] // across
    cut = edges[: rows * down, : columns * across].reshape(down, rows, across, columns)
    return cut.transpose(0, 2, 1, 3).reshape(down * across, rows * columns)
