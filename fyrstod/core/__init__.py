"""Errors and the few types that the parts hand each other."""
