"""User stories on the real processes, the demo and the benchmarks."""
