"""Sealed drafts: one draft that only its own browser can open."""
