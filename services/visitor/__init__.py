"""Visitors: visits from invitation to departure, and the passes that open gates for them."""
