"""Mapping profiles: how facts become objects at a destination, as data beside this file."""
