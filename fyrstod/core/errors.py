"""Errors that carry a sentence for the person at the keyboard."""

from __future__ import annotations


class DomainError(Exception):
    """Something the person can understand and act on. `str()` of it is shown on the page."""
