"""Training of what this project trains itself; needs an environment of its own."""
