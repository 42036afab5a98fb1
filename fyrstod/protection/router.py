"""Which database a model lies in: keys and ledger apart from everything else."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from fyrstod.protection.stores import DEFAULT, KEYS, LEDGER

APART = {
    ("protection", "roomkey"): KEYS,
    ("protection", "concernkey"): KEYS,
    ("protection", "erasure"): LEDGER,
}


class Stores:
    """Django's router. A model that nobody names here lies in `default`."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return _store(model._meta.app_label, model._meta.model_name)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return _store(model._meta.app_label, model._meta.model_name)

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """No foreign key leads from one database into another."""
        # Not type(): the person of a request is wrapped until somebody asks who it is.
        return self.db_for_read(one.__class__) == self.db_for_read(other.__class__)

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool:
        """A step of a migration that names no model says with `hints={"store": …}` where."""
        if model_name is None:
            store: str = hints.get("store", DEFAULT)
            return db == store
        return db == _store(app_label, model_name.lower())


def _store(app_label: str, model_name: str | None) -> str:
    return APART.get((app_label, model_name or ""), DEFAULT)
