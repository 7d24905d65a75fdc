"""What happens before a camera: tracks, rules, and how they make no false alarm."""
