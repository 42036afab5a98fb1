"""The settings under test: the real ones, with a fictitious operator and throwaway files."""

import os
import tempfile

os.environ.setdefault("FYRSTOD_SECRET_KEY", "only-for-tests")
os.environ.setdefault("FYRSTOD_OPERATOR", "Björkdala kommun (påhittad)")
os.environ.setdefault("FYRSTOD_VAR", tempfile.mkdtemp(prefix="fyrstod-tests-"))

from fyrstod.settings import *  # noqa: F403 - the environment comes first
