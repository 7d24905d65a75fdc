"""An invented district, for the demo, the benchmark and tests."""
