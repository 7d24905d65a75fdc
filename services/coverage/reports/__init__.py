"""The coverage report in each form that people and systems read."""
