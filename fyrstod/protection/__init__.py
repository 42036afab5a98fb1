"""Keys, sealing, the blind index and erasure. What is sealed, the parts above decide."""
