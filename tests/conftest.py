"""Fixtures that every folder of tests leans on."""
