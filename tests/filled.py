"""One row of every model, as the models were at some migration."""

from __future__ import annotations

import datetime
from typing import Any

from django.apps.registry import Apps
from django.db import models, router

from fyrstod.core.ids import new_id

MOMENT = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)

GIVEN: dict[str, dict[str, Any]] = {
    # The first administrator of a municipality, whom nobody proposed.
    "people.membership": {"role": "administrator", "confirmed_at": MOMENT},
}
"""By model, such as "people.membership": what its constraints ask for beside a field's kind."""

SOMEBODY_ELSE: dict[str, frozenset[str]] = {
    "people.rescue": frozenset({"proposed_by"}),
    "rooms.handover": frozenset({"recipient"}),
    "rooms.disclosure": frozenset({"to"}),
}
"""By model: the fields that may not name what another field of the same row names."""

_BY_KIND: dict[type[models.Field[Any, Any]], Any] = {
    models.DateTimeField: MOMENT,
    models.DateField: MOMENT.date(),
    models.BooleanField: False,
    models.IntegerField: 1,
    models.BinaryField: b"x",
    models.JSONField: {},
    models.EmailField: "alva@example.org",
    models.CharField: "x",
    models.TextField: "x",
}


class Rows:
    """Rows of the models of `apps`. A model has at most one: what points to it shares it."""

    def __init__(self, apps: Apps) -> None:
        self.apps = apps
        self.made: dict[str, models.Model] = {}

    def fill(self, labels: set[str]) -> None:
        """Make a row of every model of these apps, and of those that they point to."""
        for model in self.apps.get_models():
            if model._meta.app_label in labels and not model._meta.proxy:
                self.row(model)

    def row(self, model: type[models.Model]) -> models.Model:
        label = model._meta.label_lower
        if label not in self.made:
            others = {
                name: self._another(model, name, label) for name in SOMEBODY_ELSE.get(label, ())
            }
            self.made[label] = self._make(model, **GIVEN.get(label, {}), **others)
        return self.made[label]

    def _another(self, model: type[models.Model], name: str, label: str) -> models.Model:
        """A second row of the model that a field points to."""
        wanted = model._meta.get_field(name).related_model
        assert isinstance(wanted, type)
        unlike = "email" if wanted._meta.label_lower == "people.user" else "name"
        return self._make(wanted, **{unlike: f"{label}@example.org"})

    def _make(self, model: type[models.Model], **given: Any) -> models.Model:
        values = {
            field.name: given[field.name] if field.name in given else self._value(field)
            for field in model._meta.concrete_fields
            if not isinstance(field, models.AutoField)
        }
        return model._base_manager.using(router.db_for_write(model)).create(**values)

    def _value(self, field: models.Field[Any, Any]) -> Any:
        if field.null:
            return None
        if field.has_default():
            return field.get_default()
        if isinstance(field, models.ForeignKey):
            return self.row(field.related_model)
        if field.choices:
            return field.flatchoices[0][0]
        if isinstance(field, models.UUIDField):
            return new_id()
        return next(value for kind, value in _BY_KIND.items() if isinstance(field, kind))
