"""Guards' rounds: where, when and by whom, and that it was so."""
