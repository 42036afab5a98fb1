"""Municipalities, their agencies, the people who work there, and how they sign in."""
