"""What in a text may tell who it is about, found by simple patterns.

Made for whoever writes without naming anybody. It misses things and it finds too much: it is a
reminder, and says nothing of the text to anybody but its writer. Every pattern is bounded, so that
the time grows as the text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fyrstod.core.reading import Reading, read


class Kind(StrEnum):
    """What a stretch of text looks like. What stands first is kept where two overlap."""

    PERSONAL_NUMBER = "personal-number"
    EMAIL = "email"
    USERNAME = "username"
    CASE_NUMBER = "case-number"
    DATE = "date"
    PHONE = "phone"
    ADDRESS = "address"
    PLATE = "plate"
    SCHOOL_CLASS = "school-class"
    PLACE = "place"
    KNOWN_NAME = "known-name"
    NAME = "name"
    CAPITAL = "capital"
    """One word with a capital letter inside a sentence: a name or a place."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, as it stands there."""

    kind: Kind
    start: int
    end: int
    text: str


def find(text: str, known: Iterable[str] = ()) -> tuple[Span, ...]:
    """What may tell who a text is about, in reading order, no two overlapping.

    `known` holds names that whoever writes knows: of the person, of guardians. Each part of them
    counts, however it is written, also with an s at its end.
    """
    reading = read(text)
    return tuple(
        _apart(text, reading, [*_by_pattern(reading.text), *_by_word(reading.text, known)])
    )


def names_in(text: str) -> tuple[str, ...]:
    """The words with a capital letter in a free text, such as one on guardians."""
    return tuple(word[0] for word in _WORD.finditer(read(text).text) if word[0][0].isupper())


_Found = tuple[Kind, int, int]


def _apart(text: str, reading: Reading, found: list[_Found]) -> Iterator[Span]:
    """The finds that stand, in reading order: where two overlap, the first kind does."""
    order = {kind: number for number, kind in enumerate(Kind)}
    taken = bytearray(len(reading.text))
    kept: list[_Found] = []
    for kind, start, end in sorted(found, key=lambda item: (order[item[0]], item[1])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((kind, start, end))
    for kind, start, end in sorted(kept, key=lambda item: item[1]):
        first, last = reading.in_original(start, end)
        yield Span(kind, first, last, text[first:last])


_YEAR = "(?:(?:18|19|20)[0-9]{2}|[0-9]{2})"
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = "(?:0?[1-9]|1[0-2])"
_MM = "(?:0[1-9]|1[0-2])"
_DD = "(?:0[1-9]|[12][0-9]|3[01])"
_DD_OR_COORDINATION = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_MONTH_NAME = (
    "(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mars?|march|apr(?:il)?|maj|may|jun[ie]?|jul[iy]?"
    "|aug(?:usti|ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[ck](?:ember)?)"
)
_IN_WORDS = (
    "(?:(?:tjugo|trettio)?(?:första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde)"
    "|tionde|elfte|tolfte|(?:tret|fjor|fem|sex|sjut|ar|nit)tonde|tjugonde|trettionde"
    "|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    "|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
    "|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
_HANDLE = r"[^\W_][\w.]{1,30}"

_PATTERNS: Final = tuple(
    (kind, re.compile(pattern, flags))
    for kind, pattern, flags in (
        (
            Kind.PERSONAL_NUMBER,
            rf"(?<![0-9]){_YEAR}[ .-]?{_MM}[ .-]?{_DD_OR_COORDINATION}"
            r" ?[-+.]? ?(?:[0-9]{4}|[x*]{4})(?![0-9])",
            re.IGNORECASE,
        ),
        (
            Kind.EMAIL,
            r"(?<![\w.+-])[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]) ?"
            r"[^\W_][\w-]{0,62}(?:\.[\w-]{2,63}){1,5}",
            re.IGNORECASE,
        ),
        (Kind.USERNAME, rf"(?<![\w@.])@{_HANDLE}", 0),
        (Kind.USERNAME, r"(?<![\w.])[\w.]{2,32}#[0-9]{4}(?!\w)", 0),
        (Kind.USERNAME, rf"(?<![\w/])u/{_HANDLE}", 0),
        (
            Kind.USERNAME,
            r"(?<!\w)(?:https?://|www\.)[^\s<>\"]{2,300}[^\s<>\".,;:!?)]",
            re.IGNORECASE,
        ),
        (
            Kind.USERNAME,
            r"(?<![\w.])(?:[\w-]{1,40}\.){1,3}(?:se|com|net|org|nu|gg|tv|me)/[^\s<>\"]{1,200}[^\s<>\".,;:!?)]",
            re.IGNORECASE,
        ),
        (
            Kind.CASE_NUMBER,
            r"(?<!\w)(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer|målnr|målnummer)\.?:? ?"
            r"[A-ZÅÄÖ/:.-]{0,8} ?[0-9](?:[\w/:.-]{0,20}\w)?",
            re.IGNORECASE,
        ),
        (Kind.CASE_NUMBER, r"(?<![\w-])[A-ZÅÄÖ]{1,6}[ -]?20[0-9]{2}[-/:][0-9]{1,6}(?!\w)", 0),
        (Kind.CASE_NUMBER, r"(?<![\w/:.-])20[0-9]{2}[-/][0-9]{3,6}(?![\w/-])", 0),
        (Kind.CASE_NUMBER, r"(?<![\w-])[0-9]{4}-K[0-9]{3,7}-[0-9]{2}(?!\w)", re.IGNORECASE),
        (
            Kind.DATE,
            rf"(?<![0-9])(?:19|20)[0-9]{{2}}[-/. ]{_MONTH}[-/. ]{_DAY}(?![0-9])",
            0,
        ),
        (Kind.DATE, rf"(?<![0-9]){_YEAR}{_MM}{_DD}(?![0-9])", 0),
        (
            Kind.DATE,
            rf"(?<![0-9/.:-]){_DAY}(?:\.{_MONTH}\.|-{_MONTH}-){_YEAR}(?![0-9])",
            0,
        ),
        (
            Kind.DATE,
            rf"(?<![0-9/.:-])(?!24/7){_DAY}/{_MONTH}(?:[/ -]{_YEAR})?"
            r"(?![0-9/])",
            0,
        ),
        (
            Kind.DATE,
            rf"(?<![\w:.-])(?:{_DAY}(?::?[ea]|st|nd|rd|th)?|{_IN_WORDS})(?: of)? {_MONTH_NAME}\b"
            r"(?:[.,]{0,2} [0-9]{4}(?![0-9]))?",
            re.IGNORECASE,
        ),
        (
            Kind.DATE,
            rf"(?<!\w){_MONTH_NAME}\.? (?:{_DAY}(?:st|nd|rd|th)?(?:,? [0-9]{{4}})?|[0-9]{{4}})"
            r"(?!\w)",
            re.IGNORECASE,
        ),
        (
            Kind.PHONE,
            r"(?<![\w+])(?:\+[0-9]|\(?0[0-9])(?:[ ()/-]{0,3}[0-9]){5,13}(?![0-9])",
            0,
        ),
        (Kind.ADDRESS, r"(?<![\w-])(?:SE?-)?[0-9]{3} ?[0-9]{2} {1,2}[A-ZÅÄÖ][^\W\d_]{1,40}", 0),
        (
            Kind.ADDRESS,
            r"(?<!\w)[0-9]{1,4}[A-Za-z]? (?:[A-Z][^\W\d_]{1,30} ){1,3}"
            r"(?:Street|Road|Avenue|Lane|Drive|Square|Close)(?!\w)",
            0,
        ),
        (Kind.ADDRESS, r"(?<!\w)[Bb]ox [0-9]{1,6}(?!\w)", 0),
        (Kind.PLATE, r"(?<![\w-])[A-ZÅÄÖ]{3}[ -]?[0-9]{2}[0-9A-Z](?![\w-])", 0),
        (Kind.PLATE, r"(?<![\w-])[a-zåäö]{3}[0-9]{2}[0-9a-z](?![\w-])", 0),
        (Kind.SCHOOL_CLASS, r"(?<![\w-])(?:klass|class) [1-9] ?[a-h](?!\w)", re.IGNORECASE),
        (Kind.SCHOOL_CLASS, r"(?<![\w:§.,/-])[1-9][A-Ha-h](?![\w-])(?! ?§)", 0),
        (Kind.SCHOOL_CLASS, r"(?<![\w-])[A-ZÅÄÖ]{2,3}[0-9]{2}[A-Za-z]?(?![\w-])", 0),
    )
)


def _by_pattern(text: str) -> Iterator[_Found]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield kind, match.start(), match.end()


_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LONGEST_ENDING: Final = 24
"""Unit: characters at the end of a word in which a place or a street is looked for."""
_MOST_BEFORE: Final = 3
"""Unit: words with a capital letter before the word for a place that belong to its name."""


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STREET: Final = re.compile(
    "(?:gatan|gata|vägen|väg|gränd|gränden|stigen|stig|allén|allé|torget|torg|backen|liden|kajen"
    "|esplanaden|stråket)s?$"
)
_HOUSE: Final = re.compile(
    r" {1,2}[0-9]{1,4}(?:(?: ?[A-Z]|[a-z])(?!\w))?(?:,? lgh\.? ?[0-9]{1,4})?(?!\w)"
)
_SCHOOL: Final = re.compile("(?:skolan?|gymnasiet|gymnasium|vårdcentral(?:en)?)s?$")
_PLACE: Final = re.compile(
    "(?:vården|sjukhuset|lasarettet|fritidsgård(?:en)?|ungdomsgård(?:en)?|hemmet|boendet|badet"
    "|hallen|biblioteket|mottagningen|kliniken|kyrkan|moskén|föreningen|klubben)s?$"
)
_ANY_OF_ITS_KIND: Final = _each(
    "grund för hög gymnasie folkhög sär grundsär fri låg mellan kvälls special musik kultur i sjuk"
    " tand hälso primär barn tvångs miss äldre öppen sluten psykiatri missbruks efter student"
    " ungdoms familje jour behandlings hvb- stöd sim idrotts skol"
) | {""}
"""What stands before such an ending in a word for any place of its kind."""
_ENGLISH_PLACE: Final = frozenset(
    {"school", "college", "academy", "hospital", "clinic", "centre", "center", "church", "mosque"}
)
_PARTICLES: Final = frozenset({"von", "af", "van", "der", "de", "la", "el", "al", "bin", "ben"})
_STARTERS: Final = _each(
    "i på den det de han hon hen vi jag du ni min mitt mina vår vårt våra en ett och men eller så"
    " när då där här om att som för från till med av hos efter innan sedan igår idag imorgon nu"
    " enligt under over över vid mellan the a an he she they we it my our his her their and but or"
    " so when then there here if that for from to with of at after before since in on yesterday"
    " today tomorrow now according during mamma pappa mor far mom mum dad är har var hade går bor"
)
"""Words that begin a sentence before a name without being part of it."""
_NO_NAMES: Final = _each(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december swedish sweden english sverige"
)
_SHORTEST_NAME_IN_CAPITALS: Final = 5
"""Unit: letters. What is shorter and in capitals only is taken for an abbreviation."""
_ENDS_A_SENTENCE: Final = frozenset('.!?:"”“»«•*')


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    is_first: bool
    """Whether it begins a sentence, where any word has a capital letter."""
    is_next: bool
    """Whether nothing but a space stands between it and the word before."""

    @property
    def has_capital(self) -> bool:
        in_capitals = len(self.text) > 1 and self.text.isupper()
        is_short = len(self.text) < _SHORTEST_NAME_IN_CAPITALS
        return self.text[0].isupper() and not (in_capitals and is_short)

    @property
    def may_be_a_name(self) -> bool:
        """Whether it has a capital letter that is not there for another reason."""
        word = self.text.casefold()
        if not self.has_capital or word in _NO_NAMES:
            return False
        return not self.is_first or word not in _STARTERS


def _by_word(text: str, known: Iterable[str]) -> Iterator[_Found]:
    words = tuple(_words(text))
    yield from _streets(text, words)
    yield from _places(words)
    yield from _names(words, _parts(known))


def _words(text: str) -> Iterator[_Word]:
    before = 0
    for match in _WORD.finditer(text):
        between = text[before : match.start()]
        stripped = between.rstrip(" (['")
        is_first = not before or (bool(stripped) and stripped[-1] in _ENDS_A_SENTENCE)
        is_first = is_first or "\n" in between
        yield _Word(match[0], match.start(), match.end(), is_first, between in (" ", "  "))
        before = match.end()


def _streets(text: str, words: tuple[_Word, ...]) -> Iterator[_Found]:
    for place, word in enumerate(words):
        ending = _ending(_STREET, word)
        if ending is None:
            continue
        begins = place if ending else _with_names_before(words, place)
        house = _HOUSE.match(text, word.end)
        is_named = bool(ending) or begins < place
        is_a_name = word.has_capital and not word.is_first
        if is_named and (house or is_a_name or begins < place):
            yield Kind.ADDRESS, words[begins].start, house.end() if house else word.end


def _places(words: tuple[_Word, ...]) -> Iterator[_Found]:
    for place, word in enumerate(words):
        ending = _ending(_SCHOOL, word)
        if ending is None and word.has_capital:
            ending = _ending(_PLACE, word)
        if ending is None:
            continue
        begins = _with_names_before(words, place)
        ends = place
        if ending in _ANY_OF_ITS_KIND and begins == place:
            ends = _with_a_name_after(words, place)
            if ends == place:
                continue
        yield Kind.PLACE, words[begins].start, words[ends].end


def _ending(pattern: re.Pattern[str], word: _Word) -> str | None:
    """What stands before an ending in a word; None for a word without it."""
    tail = word.text[-_LONGEST_ENDING:].casefold()
    found = pattern.search(tail)
    if found is None:
        return None
    return "…" if len(word.text) > _LONGEST_ENDING else tail[: found.start()]


def _with_names_before(words: tuple[_Word, ...], place: int) -> int:
    """Where the name of a place begins: words with a capital letter right before belong to it."""
    begins = place
    while (
        place - begins < _MOST_BEFORE
        and begins > 0
        and words[begins].is_next
        and words[begins - 1].may_be_a_name
    ):
        begins -= 1
    return begins


def _with_a_name_after(words: tuple[_Word, ...], place: int) -> int:
    after = words[place + 1 : place + 2]
    return place + 1 if after and after[0].is_next and after[0].may_be_a_name else place


def _parts(known: Iterable[str]) -> frozenset[str]:
    """Each part of some names, as a word is compared. One letter alone is no name."""
    words = (word[0].casefold() for name in known for word in _WORD.finditer(read(name).text))
    parts = (part for word in words for part in (word, *re.split("['-]", word)))
    return frozenset(part for part in parts if len(part) > 1)


def _is_known(word: _Word, parts: frozenset[str]) -> bool:
    """Whether it is a part of a known name, also as “Kims” or “Kim’s”."""
    whole = word.text.casefold()
    ways = {whole, whole.removesuffix("s"), whole.removesuffix("'s"), *re.split("['-]", whole)}
    return not parts.isdisjoint(ways)


def _names(words: tuple[_Word, ...], parts: frozenset[str]) -> Iterator[_Found]:
    run: list[tuple[_Word, bool]] = []
    for place, word in enumerate(words):
        is_known = _is_known(word, parts)
        joins = bool(run) and word.is_next
        is_particle = (
            joins
            and word.text in _PARTICLES
            and place + 1 < len(words)
            and words[place + 1].is_next
            and words[place + 1].may_be_a_name
        )
        if is_particle:
            continue
        if not joins:
            yield from _of_run(run)
            run = []
        if is_known or word.may_be_a_name:
            run.append((word, is_known))
        else:
            yield from _of_run(run)
            run = []
    yield from _of_run(run)


def _of_run(run: list[tuple[_Word, bool]]) -> Iterator[_Found]:
    """What some words with capital letters in a row look like."""
    if not run:
        return
    (first, _known), (last, _also) = run[0], run[-1]
    if any(is_known for _word, is_known in run):
        yield Kind.KNOWN_NAME, first.start, last.end
    elif len(run) > 1:
        is_place = last.text.casefold() in _ENGLISH_PLACE
        yield Kind.PLACE if is_place else Kind.NAME, first.start, last.end
    elif not first.is_first and len(first.text) > 1:
        yield Kind.CAPITAL, first.start, last.end
