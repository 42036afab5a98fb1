"""The settings under test: the real ones, with a fictitious operator and throwaway files."""

import os
import tempfile

os.environ.setdefault("FYRSTOD_SECRET_KEY", "only-for-tests")
os.environ.setdefault("FYRSTOD_OPERATOR", "Björkdala kommun (påhittad)")
# A key for tests alone: 32 times the letter T, in base64.
os.environ.setdefault("FYRSTOD_KEY", "VFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFRUVFQ=")
os.environ.setdefault("FYRSTOD_VAR", tempfile.mkdtemp(prefix="fyrstod-tests-"))

from fyrstod.settings import *  # noqa: F403 - the environment comes first

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - of the settings
# No build of the assets is needed to test a page: links name the files as they are.
STORAGES["staticfiles"] = {  # noqa: F405 - of the settings
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# A password is proved as it is in earnest, only not so slowly.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
