"""Template words of working together."""
