"""Template words of the guide."""
