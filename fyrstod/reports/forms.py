"""A section's page as a form, built from the pack."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fyrstod.core.text import MAX_LONG_TEXT, without_hidden
from fyrstod.drafts.fields import Wrong, fingerprint, named_errors, waits_for
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Kind, Need, Option, ReportField, Section, ShowIf
from fyrstod.reports import rules
from fyrstod.reports.rules import BadAnswer, Filled, Value

NARROW: Mapping[Kind, str] = {Kind.DATE: "govuk-input--width-10", Kind.TIME: "govuk-input--width-5"}


def _parts_of_a_period() -> dict[str, str]:
    return {
        "from": _("From"),
        "to": _("To"),
        "ongoing": _("Still going on"),
        "about": _("About when, in your words"),
    }


class PeriodWidget(forms.MultiWidget):
    """From, to, whether it goes on, and the time in own words.

    `wrong` names the part that is at fault, where it is one of them alone.
    """

    wrong = ""

    def __init__(self) -> None:
        text = {"autocomplete": "off"}
        narrow = {**text, "class": NARROW[Kind.DATE]}
        names = _parts_of_a_period()
        super().__init__(
            {
                "from": forms.TextInput({**narrow, "aria-label": names["from"]}),
                "to": forms.TextInput({**narrow, "aria-label": names["to"]}),
                "ongoing": forms.CheckboxInput({"aria-label": names["ongoing"]}),
                "about": forms.TextInput({**text, "aria-label": names["about"]}),
            }
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, widget in zip(_parts_of_a_period(), context["widget"]["subwidgets"], strict=True):
            if part != self.wrong and (self.wrong or part == "ongoing"):
                widget["attrs"].pop("aria-invalid", None)
            if part == "ongoing":
                widget["attrs"]["aria-describedby"] = f"{widget['attrs'].get('id')}_hint"
        return context

    def decompress(self, value: Any) -> list[str | bool]:
        parts = value if isinstance(value, Mapping) else {}
        about = parts.get("about", "")
        return [
            parts.get("from", ""),
            parts.get("to", ""),
            parts.get("ongoing") == "yes",
            _("roughly") if about == rules.ROUGHLY else about,
        ]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        start, end, ongoing, about = super().value_from_datadict(data, files, name)
        return {
            "from": start or "",
            "to": end or "",
            "ongoing": "yes" if ongoing else "",
            "about": about or "",
        }


class AnswerField(forms.Field):
    """One field of a report. `check` is the same rule as everywhere else.

    `show_if` is given when the answer it waits for is asked for on the same page, and
    `waits_for` then says so in words, since a page without script shows it all the time.
    """

    def __init__(
        self,
        field: ReportField,
        today: datetime.date,
        show_if: ShowIf | None = None,
        waits_for: str = "",
        *,
        helps: bool = True,
    ) -> None:
        language = _language()

        def words(text: Text | None) -> str:
            return text.in_language(language) if text else ""

        self.report_field = field
        self.today = today
        self.need = field.need
        self.why = words(field.why) if helps else ""
        self.example = words(field.example) if helps else ""
        self.avoid = words(field.avoid)
        self.show_if = show_if
        super().__init__(
            required=False,
            label=words(field.label),
            help_text=" ".join(part for part in (waits_for, words(field.hint)) if part),
            widget=_widget(field, language),
        )

    def clean(self, value: Any) -> Value:
        try:
            return rules.check(self.report_field, value, self.today)
        except BadAnswer as problem:
            part = _parts_of_a_period().get(problem.part)
            message = f"{part}: {problem}" if part else str(problem)
            if isinstance(self.widget, PeriodWidget):
                self.widget.wrong = problem.part
            raise forms.ValidationError(message, code=problem.part or "bad") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        if isinstance(data, Mapping):
            return {name: without_hidden(part) for name, part in data.items()}
        return without_hidden(data) if isinstance(data, str) else data


def _language() -> str:
    return get_language() or "sv"


def _widget(field: ReportField, language: str) -> forms.Widget:
    match field.kind:
        case Kind.LONG_TEXT:
            return forms.Textarea({"rows": 6, "maxlength": field.max_length or MAX_LONG_TEXT})
        case Kind.CHOICE | Kind.YES_NO:
            return forms.RadioSelect(choices=_choices(field, language))
        case Kind.CHOICES:
            return forms.CheckboxSelectMultiple(choices=_choices(field, language))
        case Kind.PERIOD:
            return PeriodWidget()
        case kind:
            return forms.TextInput({"autocomplete": "off", "class": NARROW.get(kind, "")})


def _choices(field: ReportField, language: str) -> list[tuple[str, str]]:
    if field.kind is Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(option.id, _option_label(option, language)) for option in field.options]


def _option_label(option: Option, language: str) -> str:
    name = option.label.in_language(language)
    if option.hint is None:
        return name
    hint = option.hint.in_language(language)
    return format_html('{}<br><span class="small">{}</span>', name, hint)


class AnswersForm(forms.Form):
    """The plain fields of a section, or of one row of a group.

    `helps` is off where a row above has said already why each thing is asked; with
    `takes_focus` the first field does.
    """

    def __init__(
        self,
        fields: Iterable[ReportField],
        today: datetime.date,
        data: QueryDict | None = None,
        *,
        helps: bool = True,
        takes_focus: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        here = {field.id: field for field in fields}
        for field in here.values():
            show_if = field.show_if if field.show_if and field.show_if.field in here else None
            waits_for = _waits_for(show_if, here[show_if.field]) if show_if else ""
            answer = AnswerField(field, today, show_if, waits_for, helps=helps)
            if takes_focus and not self.fields:
                answer.widget.attrs["autofocus"] = True
            self.fields[field.id] = answer

    @property
    def is_empty(self) -> bool:
        """After `is_valid`: whether nothing was answered."""
        return not any(self.cleaned_data.values())


def _waits_for(show_if: ShowIf, field: ReportField) -> str:
    names = (
        {"yes": _("Yes"), "no": _("No")}
        if field.kind is Kind.YES_NO
        else {option.id: option.label.in_language(_language()) for option in field.options}
    )
    return waits_for(names[option] for option in show_if.is_one_of)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a group. `out_of_sight` marks what it holds that is not shown."""

    form: AnswersForm
    out_of_sight: str

    @property
    def name(self) -> str:
        return str(self.form.prefix)


class GroupForms:
    """What repeats: one form a row, and a blank one where the next is to be written.

    With protected personal data the addresses in the rows are kept but not shown. They
    follow their row by a mark of their own, not by its number, so that none ends up with
    another person when rows are emptied or removed, here or in another tab.
    """

    def __init__(
        self,
        field: ReportField,
        today: datetime.date,
        saved: list[dict[str, Any]],
        hidden: frozenset[str],
        data: QueryDict | None,
        *,
        add_row: bool = False,
    ) -> None:
        self.field = field
        self.note = ""
        self.saved = saved
        self.hidden = hidden
        inner = [part for part in field.fields if part.id not in hidden]
        if data is None:
            count = min(len(saved) + (add_row or not saved), rules.MAX_GROUP_ROWS)
        else:
            # Where a group must be answered, that is said in its first row.
            count = max(1, _rows_in(data, field.id))
        self.rows = []
        for number in range(count):
            prefix = f"{field.id}-{number}"
            row = saved[number] if number < len(saved) else {}
            form = AnswersForm(
                inner,
                today,
                data,
                helps=number == 0,
                takes_focus=add_row and number == len(saved),
                prefix=prefix,
                initial=row,
            )
            mark = self._mark(row) if data is None else data.get(f"{prefix}-out_of_sight", "")
            self.rows.append(Row(form, mark))

    def _mark(self, row: Mapping[str, Any]) -> str:
        """Keyed, so that nobody can try addresses against what stands in the page."""
        behind = {name: row[name] for name in self.hidden if name in row}
        if not behind:
            return ""
        return salted_hmac("fyrstod.reports.out_of_sight", fingerprint(behind)).hexdigest()

    @property
    def title(self) -> str:
        return self.field.label.in_language(_language())

    @property
    def why(self) -> str:
        return self.field.why.in_language(_language())

    @property
    def full(self) -> bool:
        return len(self.rows) >= rules.MAX_GROUP_ROWS

    @property
    def forms(self) -> Iterator[AnswersForm]:
        return (row.form for row in self.rows)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    def typed(self) -> list[dict[str, Any]]:
        """The filled rows, each with what it holds out of sight."""
        behind = {
            self._mark(row): {name: row[name] for name in self.hidden if name in row}
            for row in self.saved
        }
        # A row that never held more than an address looks empty, but nobody emptied it.
        never_shown = {self._mark(row) for row in self.saved if not row.keys() - self.hidden}
        return [
            {
                **behind.get(row.out_of_sight, {}),
                **{name: value for name, value in row.form.cleaned_data.items() if value},
            }
            for row in self.rows
            if not row.form.is_empty or row.out_of_sight in never_shown
        ]

    @property
    def errors(self) -> Iterator[Wrong]:
        """As those of a page; each says in which row it is, where there are several."""
        for number, form in enumerate(self.forms, start=1):
            row = _("%(title)s, number %(number)s") % {"title": self.title, "number": number}
            yield from named_errors(form, f"{row if len(self.rows) > 1 else self.title}: ")

    def require(self) -> None:
        """Ask for what a begun row must have."""
        for form in self.forms:
            for part in self.field.fields:
                needed = part.need is Need.REQUIRED and part.id in form.fields
                if needed and not form.is_empty and not form.cleaned_data.get(part.id):
                    form.add_error(part.id, _("Fill this in, or leave the whole entry empty."))


def _rows_in(data: QueryDict, group: str) -> int:
    """How many rows a posted page holds, by the names of what it sent."""
    numbers = re.compile(rf"{re.escape(group)}-(\d{{1,2}})-")
    found = [int(match[1]) for name in data if (match := numbers.match(name))]
    return min(max(found, default=-1) + 1, rules.MAX_GROUP_ROWS)


def without_row(data: QueryDict, row: str) -> QueryDict:
    """A posted page as if one row of a group had been left empty."""
    rest = data.copy()
    for name in data:
        if name.startswith(f"{row}-"):
            del rest[name]
    return rest


class SectionPage:
    """A section as one page: its plain form and its groups, in the pack's order."""

    def __init__(
        self,
        section: Section,
        filled: Filled,
        today: datetime.date,
        data: QueryDict | None = None,
        *,
        add_row: str = "",
    ) -> None:
        self.section = section
        self.filled = filled
        self.fields = filled.on_page(section)
        plain = [field for field in self.fields if field.kind is not Kind.GROUP]
        self.form = AnswersForm(plain, today, data, initial=dict(filled.answers))
        self.groups = {
            field.id: GroupForms(
                field,
                today,
                rules.rows_of(filled.answers.get(field.id)),
                filled.hidden_in(field),
                data,
                add_row=field.id == add_row,
            )
            for field in self.fields
            if field.kind is Kind.GROUP
        }

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """The page's fields and groups in the order of the pack, for the template."""
        for field in self.fields:
            if field.id in self.groups:
                yield {"group": self.groups[field.id]}
            else:
                yield {"field": self.form[field.id]}

    def add_note(self, note: str, names: Collection[str]) -> None:
        """Say one thing more beside those fields on the page that have one of the names."""
        for field in self.fields:
            if field.id not in names:
                continue
            if field.id in self.groups:
                group = self.groups[field.id]
                group.note = format_html("{}<br>{}", group.note, note) if group.note else note
            else:
                shown = self.form[field.id]
                hint = shown.help_text
                shown.help_text = format_html("{}<br>{}", hint, note) if hint else note

    @property
    def forms(self) -> Iterator[AnswersForm]:
        yield self.form
        for group in self.groups.values():
            yield from group.forms

    def is_valid(self, *, enforce: bool) -> bool:
        """Check what was typed; with `enforce` also that what is required is there."""
        valid = not [form for form in self.forms if not form.is_valid()]
        if not valid or not enforce:
            return valid
        after = Filled(self.filled.report, {**self.filled.answers, **self.form.cleaned_data})
        for field in after.fields(self.section):
            if field.need is Need.REQUIRED and not self._answered(field):
                self._ask_for(field)
        for group in self.groups.values():
            group.require()
        return not any(form.errors for form in self.forms)

    def _ask_for(self, field: ReportField) -> None:
        """Say beside a question, or beside the first of a group, that it needs an answer."""
        form = next(self.groups[field.id].forms) if field.id in self.groups else self.form
        form.add_error(field.id if form is self.form else next(iter(form.fields)), _needed(field))

    def _answered(self, field: ReportField) -> bool:
        if field.id in self.groups:
            return any(not form.is_empty for form in self.groups[field.id].forms)
        return bool(self.form.cleaned_data.get(field.id))

    def typed(self) -> dict[str, Value]:
        """The answers of this page, after `is_valid`. Empty ones are empty."""
        rows = {name: group.typed() for name, group in self.groups.items()}
        return {**self.form.cleaned_data, **rows}

    @property
    def errors(self) -> list[Wrong]:
        """What is wrong, for the summary at the top."""
        return [
            *named_errors(self.form),
            *(error for group in self.groups.values() for error in group.errors),
        ]


def _needed(field: ReportField) -> str:
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return _("Choose an answer. You can also save and come back later.")
    return _("Write an answer here. You can also save and come back later.")
