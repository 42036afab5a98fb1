"""A three-page report as a file: ours, the bare compiler, and WeasyPrint on the same tree."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any
from unittest import mock

from bench import example
from bench.results import Measured, Part, Target, at_most, proportion
from fyrstod.documents import pdf
from fyrstod.documents.docx import to_docx
from fyrstod.documents.fonts import FONT_DIR
from fyrstod.documents.html import to_html
from fyrstod.documents.tree import Document

COMPILER_SHARE = 1.2
WEASYPRINT_TIMES = 8
DOCX_MS = 30
WARM_UP = 3
NO_WEASYPRINT = (
    "WeasyPrint is left out: it needs the system's Pango, which could neither be found nor "
    "installed here (Debian: libpango-1.0-0, libpangoft2-1.0-0, libharfbuzz-subset0)."
)

PRINT_STYLE = """
@font-face { font-family: Source; src: url(SourceSans3-Regular.ttf) }
@font-face { font-family: Source; font-weight: 600; src: url(SourceSans3-Semibold.ttf) }
@font-face { font-family: Source; font-style: italic; src: url(SourceSans3-It.ttf) }
@page { size: A4; margin: 26mm 22mm; font: 8.5pt Source; color: #4f5b55;
  @bottom-left { content: string(reference) }
  @bottom-right { content: counter(page) "/" counter(pages) } }
body { font: 10.5pt/1.25 Source; color: #1c2320; margin: 0 }
h2, h3, h4, dt, th { color: #1f4d3f; font-weight: 600; break-after: avoid }
h2 { font-size: 22pt; margin: 0 } h3 { font-size: 14pt; margin: 7mm 0 3mm } h4 { font-size: 12pt }
dl { margin: 0 } dl > div { display: flex; border-top: .5pt solid #c5cfc9; padding: 1.6mm 0 }
dt { flex: 0 0 49mm } dd { margin: 0; flex: 1 }
p, blockquote, ul { margin: 2mm 0 2mm 49mm } blockquote { border-left: 2pt solid #c8871f }
.paper-notice { border: .8pt solid #1f4d3f; background: #eef3f0; padding: 2mm }
.paper-notice p { margin: 0 }
table { width: 100%; border-collapse: collapse; font-size: 9.5pt }
th, td { text-align: left; vertical-align: top; padding: 1.8mm 2mm }
"""

Ready = Callable[[], object]
"""One document made ready, so that only the writing of it is timed."""


def measure(*, rounds: int) -> Part:
    """Every file is of a document that nobody has written before: the compiler remembers."""
    ours, alone, docx = "Fyrstöd to PDF", "typst alone, same template and data", "Fyrstöd to DOCX"
    like_ours, plain = "WeasyPrint, PDF/UA-1", "WeasyPrint, plain PDF"
    ways: dict[str, Callable[[Document], Ready]] = {
        alone: _typst_alone,
        ours: lambda document: partial(pdf.to_pdf, document),
        docx: lambda document: partial(to_docx, document),
    }
    if write := _weasyprint():
        ways |= {
            like_ours: lambda document: write(document, pdf_variant="pdf/ua-1"),
            plain: write,
        }
    documents = map(example.short_document, count())
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf.to_pdf(next(documents))))
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(WARM_UP + rounds):
        for name, way in ways.items():
            ready = way(next(documents))
            began = time.perf_counter()
            ready()
            if number >= WARM_UP:
                times[name].append(1000 * (time.perf_counter() - began))
    measured = {
        name: Measured(name, "ms", tuple(values), ours=name in (ours, docx))
        for name, values in times.items()
    }
    ratio = proportion(measured[ours], measured[alone])
    targets = [
        Target(f"PDF ≤ {COMPILER_SHARE} × typst alone", f"{ratio:.2f} ×", ratio <= COMPILER_SHARE)
    ]
    if like_ours in measured:
        faster = proportion(measured[like_ours], measured[ours])
        asked = f"PDF ≥ {WEASYPRINT_TIMES} × faster than WeasyPrint’s accessible one"
        targets.append(Target(asked, f"{faster:.1f} ×", faster >= WEASYPRINT_TIMES))
    targets.append(at_most("DOCX", measured[docx].median, DOCX_MS, "ms"))
    return Part(
        title="A report as a file",
        how=(
            f"A concern report of {pages} pages with its answers attached, from the finished tree "
            f"to the bytes of the file, in a warm process; {rounds} documents each, no two alike, "
            "the ways taking turns. typst alone compiles our template with our data, typefaces and "
            "PDF standards, all made ready beforehand. WeasyPrint sets our HTML of the same tree "
            "in our typefaces with a small print style, its style sheet and fonts loaded "
            "beforehand."
        ),
        measured=tuple(measured.values()),
        targets=tuple(targets),
        marks={ours: COMPILER_SHARE * measured[alone].median, docx: DOCX_MS},
        left_out="" if like_ours in measured else NO_WEASYPRINT,
    )


def _typst_alone(document: Document) -> Ready:
    """The one call to the compiler that our writer makes, without the writer around it."""
    compiler = pdf._per_thread.compiler
    recorder = mock.Mock(**{"compile.return_value": b""})
    with mock.patch.object(pdf._per_thread, "compiler", recorder):
        pdf.to_pdf(document)
    return partial(compiler.compile, **recorder.compile.call_args.kwargs)


def _weasyprint() -> Callable[..., Ready] | None:
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415 - it looks for Pango when imported
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except OSError:
        return None
    fonts = FontConfiguration()
    style = CSS(string=PRINT_STYLE, base_url=FONT_DIR.as_uri() + "/", font_config=fonts)

    def written(document: Document, **options: Any) -> object:
        page = (
            f'<!doctype html><html lang="{document.language}"><meta charset="utf-8">'
            f"<title>{document.reference}</title>{to_html(document)}</html>"
        )
        return HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts, **options)

    return lambda document, **options: partial(written, document, **options)
