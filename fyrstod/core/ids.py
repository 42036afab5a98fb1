"""Ids of rows: in the order they were made, so that an index grows at its end."""

from __future__ import annotations

import uuid

from uuid_utils.compat import uuid7


def new_id() -> uuid.UUID:
    """A UUID of version 7 (RFC 9562). It tells when it was made, to the millisecond."""
    return uuid7()
