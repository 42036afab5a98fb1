"""A draft at rest: ciphertext and a clock, nothing else."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """One sealed draft. The key is in its owner's cookie and nowhere else."""

    id = models.UUIDField(primary_key=True, editable=False)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)
