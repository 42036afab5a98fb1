"""Template words of the reports."""

from __future__ import annotations

from django import template

from fyrstod.drafts.contents import Contents
from fyrstod.reports import changes, selectors
from fyrstod.reports.changes import SinceMade
from fyrstod.reports.rules import Filled
from fyrstod.reports.services import answers_in

register = template.Library()


@register.simple_tag
def since_made(contents: Contents, report_id: str) -> SinceMade | None:
    """What has changed in a report since its document was made, for pages that know no report."""
    filled = Filled(selectors.report_or_404(report_id), answers_in(contents))
    return changes.since_made(filled, contents)
