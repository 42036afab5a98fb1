"""What the styleguide shows: one of each thing a page can be made of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Question, Sensitivity, ShowIf


class PeriodWidget(forms.MultiWidget):
    def __init__(self) -> None:
        narrow = "govuk-input--width-10"
        super().__init__(
            {
                "from": forms.TextInput({"class": narrow, "aria-label": "Från"}),
                "to": forms.TextInput({"class": narrow, "aria-label": "Till"}),
                "about": forms.TextInput({"aria-label": "Ungefär när, med egna ord"}),
            }
        )

    def decompress(self, value: Any) -> list[str]:
        return ["", "", ""]


class EverythingForm(forms.Form):
    """One field of each kind, with the help that a pack's field carries."""

    text = forms.CharField(
        label="Vad hände?",
        help_text="Med personens egna ord där du minns dem.",
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
    )
    name = forms.CharField(label="Ditt namn", max_length=200)
    kind = forms.ChoiceField(
        label="Hur vet du det?",
        choices=[("seen", "Jag såg eller hörde det"), ("told", "Någon berättade det för mig")],
        widget=forms.RadioSelect,
    )
    who = forms.CharField(label="Vem berättade?", required=False)
    places = forms.MultipleChoiceField(
        label="Var hände det?",
        help_text="Välj alla som stämmer.",
        choices=[("school", "I skolan"), ("home", "Hemma"), ("online", "På nätet")],
        widget=forms.CheckboxSelectMultiple,
    )
    step = forms.ChoiceField(label="I vilket läge?", choices=[("a", "Oro"), ("b", "Utredning")])
    day = forms.DateField(label="Vilken dag?", help_text="Till exempel 2026-11-23.")
    hour = forms.TimeField(label="Vilken tid?", help_text="Till exempel 14.30.")
    period = forms.CharField(label="Under vilken tid?", widget=PeriodWidget())
    file = forms.FileField(label="Din sparade fil")
    passphrase = forms.CharField(label="Lösenfras", widget=forms.PasswordInput)
    sure = forms.BooleanField(label="Ja, ersätt utkastet med det som finns i filen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A pack's field carries these; a form field of Django's own has no room for them.
        self.fields["text"].__dict__.update(
            need="required",
            why="Den som läser var inte där. Dina ögon är deras.",
            example="2026-11-12 i korridoren sade Milo: ”Snart är det slut på snacket.”",
            avoid="Skriv inte om tro, ursprung eller vad du tror att någon röstar på.",
        )
        self.fields["name"].__dict__.update(need="recommended")
        self.fields["who"].__dict__.update(
            need="if_known", show_if=ShowIf(field="kind", is_one_of=("told",))
        )
        self.fields["places"].__dict__.update(
            need="if_known", why="Platsen styr vem som kan hjälpa."
        )


def same(sv: str) -> Text:
    return Text(sv=sv, en=sv)


@dataclass(frozen=True)
class Draft:
    expires_at: datetime.datetime


def question() -> Question:
    return Question(
        id="family-good-time",
        theme="family",
        steps=("concern",),
        people=("teenager",),
        askers=("any",),
        form="open",
        starts_from="strengths",
        sensitivity=Sensitivity.SAFE,
        text=same("När hade ni det senast riktigt bra hemma?"),
        why=same("En god stund visar vad som går att bygga på."),
        protective=same("Namn på någon som finns där."),
        risk=same("Tystnad, eller att allt gott ligger långt bak i tiden."),
        follow_up=same("Vad gjorde just den dagen så bra?"),
        avoid=same("Rätta inte minnet, även om du har hört något annat."),
        sources=("practice",),
    )


def context() -> dict[str, Any]:
    rows = [
        {
            "key": "Vad hände?",
            "value": "Milo ritade samma märke igen.\nHan visade det.",
            "url": "/",
        },
        {"key": "Var hände det?", "value": "I skolan", "url": "/"},
        {"key": "Vem mer såg det?", "value": "", "url": "/"},
    ]
    return {
        "draft": Draft(datetime.datetime(2026, 11, 24, 2, 12, tzinfo=datetime.UTC)),
        "operator": "Björkdala kommun (påhittad)",
        "path": "/sv/worry/pieces/",
        "other_language": "en",
        "other_language_name": "English",
        "other_language_url": "/en/worry/pieces/",
        "safety_contacts": [
            {"id": "emergency-112", "label": "112", "phone": "112", "tel": "112", "is_sure": True},
            {
                "id": "police-11414",
                "label": "Polisen",
                "phone": "114 14",
                "tel": "11414",
                "is_sure": True,
            },
            {
                "id": "cve-support-line",
                "label": "CVE",
                "phone": "08-527 44 290",
                "tel": "0852744290",
                "is_sure": False,
            },
        ],
        "form": EverythingForm(auto_id="id_%s"),
        "wrong_form": EverythingForm({"name": "Amina"}, auto_id="wrong_%s"),
        "choices": [
            {"url": "/", "title": "Förbereda ett samtal", "text": "Frågor att välja bland."},
            {"url": "/", "title": "Sortera min oro", "text": "Skriv ned det du vet, bit för bit."},
            {"url": "/", "title": "Förstå risk och skydd", "text": "Vad forskningen kan säga."},
        ],
        "states": ["done", "begun", "needed", "open"],
        "rows": rows,
        "pieces": [
            Piece(id="1", kind=PieceKind.SEEN, text="Ritade märket.", date="2026-11-12"),
            Piece(id="2", kind=PieceKind.TOLD, text="Han sover illa.", source="mentorn"),
            Piece(id="3", kind=PieceKind.INTERPRETED, text="Han verkar ensam."),
        ],
        "factor_names": ["Vuxen som hen litar på", "Känsla av orätt"],
        "questions": [question()],
        "typed": ["Det jag skrev just nu."],
    }


def page() -> str:
    return render_to_string("components/styleguide.html", context())
