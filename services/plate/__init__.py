"""Plates: their grammar, permits, what a camera may have misread, and the barrier."""
