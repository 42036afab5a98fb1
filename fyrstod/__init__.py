"""Fyrstöd: four supports for those who worry about violent extremism."""

__version__ = "0.1.0"
