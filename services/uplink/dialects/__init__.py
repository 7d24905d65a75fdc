"""Requests in the shapes of the implementations that the protocol notes name, and what becomes of
each here: data for `test_dialects.py`. All values are made up.

The letters are the notes' own; where a shape has to be refused, its row says so.
"""

from services.uplink.dialects import (
    bng,
    dos,
    eye,
    fli,
    fwd,
    hxr,
    kee,
    nor,
    pyc,
    pyd,
    pyp,
    rkg,
    ruo,
    sun,
    wzb,
    xzh,
)
from services.uplink.dialects.shape import DEVICE, LOWER, UPPER, Shape

__all__ = ["DEVICE", "LOWER", "SHAPES", "UPPER", "Shape"]
ALL = (
    *(hxr, xzh, fli, rkg, wzb, ruo, dos, nor),
    *(sun, eye, bng, pyc, pyp, pyd, fwd, kee),
)
SHAPES: tuple[Shape, ...] = tuple(shape for each in ALL for shape in each.shapes())
