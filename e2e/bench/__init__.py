"""Benchmarks: ratios measured in one run, `python -m e2e.bench`."""
