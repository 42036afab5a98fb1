"""What is chosen among the agencies."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, gettext_lazy

from fyrstod.packs import shelf


class BesideForm(forms.Form):
    """Two agencies to read beside each other."""

    agency = forms.ChoiceField(
        label=gettext_lazy("One of them"),
        error_messages={"required": gettext_lazy("Choose an agency.")},
    )
    other = forms.ChoiceField(
        label=gettext_lazy("The other"),
        error_messages={"required": gettext_lazy("Choose another agency.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "sv"
        agencies = shelf.current().agencies
        for place, name in enumerate(self.fields):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [(agency.id, agency.name.in_language(language)) for agency in agencies]
            field.initial = agencies[place].id if place < len(agencies) else None
            field.error_messages["invalid_choice"] = field.error_messages["required"]

    def clean_other(self) -> str:
        other: str = self.cleaned_data["other"]
        if other == self.cleaned_data.get("agency"):
            raise ValidationError(gettext("You chose the same one twice. Choose another here."))
        return other
