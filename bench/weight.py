"""How much goes over the wire for the first page, and for the guide to work offline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bench.installation import OURS, Server, served
from bench.load import ask, request
from bench.results import Measured, Part, at_most
from fyrstod.packs.base import LANGUAGES
from fyrstod.web.service_worker import kept

FIRST_PAGE_KB = 60
OFFLINE_KB = 500
FIRST = "/sv/"
NAMES = {"sv": "Swedish", "en": "English"}
LOADED = re.compile(
    r"<link[^>]+?rel=\"(?:preload|stylesheet|icon|manifest)\"[^>]*?>|<script[^>]+?src=[^>]+>"
)
ADDRESS = re.compile(r"(?:href|src)=\"([^\"]+)\"")


def measure() -> Part:
    with served(OURS) as server:
        page = [FIRST, *loaded_by(server, FIRST)]
        first = _weight(server, page)
        listed = kept()
        offline = {
            language: _weight(
                server, [*listed["files"], *(f"/{language}/{path}" for path in listed["pages"])]
            )
            for language in LANGUAGES
        }
    first_page = Measured("First page", "kB", (first,))
    contents = [
        Measured(f"Offline content, {NAMES[language]}", "kB", (weight,))
        for language, weight in offline.items()
    ]
    return Part(
        title="Weight",
        how=(
            "Compressed bytes, for a browser that takes brotli and gzip; the headers of each "
            "answer come on top, 0.9 kB in HTTP/1.1 and a fraction of that in HTTP/2. The first "
            f"page is `{FIRST}` with the {len(page) - 1} files it names: style sheet, script, "
            "typefaces, icon and manifest. Offline is all that the service worker keeps for one "
            f"language: {len(listed['pages'])} pages and {len(listed['files'])} files."
        ),
        measured=(first_page, *contents),
        targets=(
            at_most("First page", first, FIRST_PAGE_KB, "kB"),
            at_most("Offline content", max(offline.values()), OFFLINE_KB, "kB"),
        ),
        marks={first_page.name: FIRST_PAGE_KB, **{one.name: OFFLINE_KB for one in contents}},
    )


def loaded_by(server: Server, path: str) -> Iterator[str]:
    """The files that a page makes a browser fetch; the typefaces it uses are preloaded."""
    html = ask(server, request(server, path))[1].decode()
    for tag in LOADED.findall(html):
        if found := ADDRESS.search(tag):
            yield found[1]


def _weight(server: Server, paths: Iterable[str]) -> float:
    """Kilobytes (1,000 bytes) of the answers."""
    total = 0
    for path in paths:
        status, answer = ask(
            server, request(server, path, {"Accept-Encoding": "gzip, deflate, br"})
        )
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        total += len(answer.partition(b"\r\n\r\n")[2])
    return total / 1000
