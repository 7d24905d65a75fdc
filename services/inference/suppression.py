"""Non-maximum suppression: of boxes that overlap, the best stays."""

import numpy as np

from services.inference.runtime import Floats


def suppress(scores: Floats, boxes: Floats, overlap: float) -> list[int]:
    """Indices of the boxes that stay, the best first.

    `boxes` is (n, 4): left, top, width, height; a box goes when a better one shares more than
    `overlap` of the area of both (intersection over union).
    """
    left, top, width, height = boxes.T
    right, bottom, area = left + width, top + height, width * height
    order = np.argsort(-scores, kind="stable")
    kept = []
    while order.size:
        best, order = order[0], order[1:]
        kept.append(int(best))
        wide = np.minimum(right[best], right[order]) - np.maximum(left[best], left[order])
        high = np.minimum(bottom[best], bottom[order]) - np.maximum(top[best], top[order])
        shared = np.maximum(wide, 0) * np.maximum(high, 0)
        order = order[shared <= overlap * (area[best] + area[order] - shared)]
    return kept
