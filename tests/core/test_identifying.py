"""What may tell who a text is about. Every name, number and address is made up."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from fyrstod.core.identifying import Kind, Span, find, names_in

steadily = settings(max_examples=200, derandomize=True, deadline=None)


def found(text: str, *known: str) -> list[tuple[Kind, str]]:
    return [(span.kind, span.text) for span in find(text, known)]


FOUND = [
    # Personal identity numbers and coordination numbers.
    ("Numret är 20090412-1234.", Kind.PERSONAL_NUMBER, "20090412-1234"),
    ("Numret är 090412-1234.", Kind.PERSONAL_NUMBER, "090412-1234"),
    ("Numret är 200904121234.", Kind.PERSONAL_NUMBER, "200904121234"),
    ("Numret är 0904121234.", Kind.PERSONAL_NUMBER, "0904121234"),
    ("Numret är 20090412 1234.", Kind.PERSONAL_NUMBER, "20090412 1234"),
    ("Numret är 20090412 - 1234.", Kind.PERSONAL_NUMBER, "20090412 - 1234"),
    ("Numret är 20090412–1234.", Kind.PERSONAL_NUMBER, "20090412–1234"),
    ("Numret är 2009-04-12-1234.", Kind.PERSONAL_NUMBER, "2009-04-12-1234"),
    ("Numret är 2009 04 12 1234.", Kind.PERSONAL_NUMBER, "2009 04 12 1234"),
    ("Numret är 120412+1234.", Kind.PERSONAL_NUMBER, "120412+1234"),
    ("Numret är 20090472-1234.", Kind.PERSONAL_NUMBER, "20090472-1234"),
    ("Numret är 090472 1234.", Kind.PERSONAL_NUMBER, "090472 1234"),
    ("Numret är 090412-XXXX.", Kind.PERSONAL_NUMBER, "090412-XXXX"),
    ("Numret är ２００９０４１２-１２３４.", Kind.PERSONAL_NUMBER, "２００９０４１２-１２３４"),
    ("Numret är ٢٠٠٩٠٤١٢-١٢٣٤.", Kind.PERSONAL_NUMBER, "٢٠٠٩٠٤١٢-١٢٣٤"),
    # Dates.
    ("Det var 2026-11-23.", Kind.DATE, "2026-11-23"),
    ("Det var 2026/11/23.", Kind.DATE, "2026/11/23"),
    ("Det var 20261123.", Kind.DATE, "20261123"),
    ("Det var 261123.", Kind.DATE, "261123"),
    ("Det var 23/11.", Kind.DATE, "23/11"),
    ("Det var 23/11 2026.", Kind.DATE, "23/11 2026"),
    ("Det var 23/11-26.", Kind.DATE, "23/11-26"),
    ("Det var 23.11.2026.", Kind.DATE, "23.11.2026"),
    ("Det var 3-11-2026.", Kind.DATE, "3-11-2026"),
    ("Det var den 3 mars.", Kind.DATE, "3 mars"),
    ("Det var den 3:e mars 2026.", Kind.DATE, "3:e mars 2026"),
    ("Det var den tredje mars.", Kind.DATE, "tredje mars"),
    ("Det var den tjugoförsta oktober.", Kind.DATE, "tjugoförsta oktober"),
    ("Det var i mars 2026.", Kind.DATE, "mars 2026"),
    ("Det var 3 okt. 2026.", Kind.DATE, "3 okt. 2026"),
    ("It was on 3 March.", Kind.DATE, "3 March"),
    ("It was on the 3rd of March.", Kind.DATE, "3rd of March"),
    ("It was on March 3, 2026.", Kind.DATE, "March 3, 2026"),
    ("It was on the twenty-first of May.", Kind.DATE, "twenty-first of May"),
    # Ways to reach somebody.
    ("Ring 070-174 06 05.", Kind.PHONE, "070-174 06 05"),
    ("Ring 08-465 004 10.", Kind.PHONE, "08-465 004 10"),
    ("Ring +46 70 174 06 05.", Kind.PHONE, "+46 70 174 06 05"),
    ("Ring 0046701740605.", Kind.PHONE, "0046701740605"),
    ("Ring (08) 465 004 10.", Kind.PHONE, "(08) 465 004 10"),
    ("Ring +46 (0)70-174 06 05.", Kind.PHONE, "+46 (0)70-174 06 05"),
    ("Mejla kim.test@exempel.example.", Kind.EMAIL, "kim.test@exempel.example"),
    ("Mejla kim (at) exempel.example.", Kind.EMAIL, "kim (at) exempel.example"),
    ("Mejla örjan@räv.example.", Kind.EMAIL, "örjan@räv.example"),
    ("Heter @nattfjaril_09 där.", Kind.USERNAME, "@nattfjaril_09"),
    ("Heter nattfjaril#0420 där.", Kind.USERNAME, "nattfjaril#0420"),
    ("Heter u/nattfjaril där.", Kind.USERNAME, "u/nattfjaril"),
    ("Se https://kanal.example/nattfjaril.", Kind.USERNAME, "https://kanal.example/nattfjaril"),
    ("Se www.kanal.example/nattfjaril, sa hon.", Kind.USERNAME, "www.kanal.example/nattfjaril"),
    # Addresses and places.
    ("Bor på Påhittsgatan 4.", Kind.ADDRESS, "Påhittsgatan 4"),
    ("Bor på påhittsgatan 4b.", Kind.ADDRESS, "påhittsgatan 4b"),
    ("Bor på Låtsasvägen 12 B, lgh 1102.", Kind.ADDRESS, "Låtsasvägen 12 B, lgh 1102"),
    ("Bor på Stora gatan 4.", Kind.ADDRESS, "Stora gatan 4"),
    ("Bor på Diktargränd 1.", Kind.ADDRESS, "Diktargränd 1"),
    ("Bor på Sagostigen.", Kind.ADDRESS, "Sagostigen"),
    ("Bor i 123 45 Björkdala.", Kind.ADDRESS, "123 45 Björkdala"),
    ("Lives at 12 Made Up Street.", Kind.ADDRESS, "12 Made Up Street"),
    ("Går på Björkskolan.", Kind.PLACE, "Björkskolan"),
    ("Går på björkskolan.", Kind.PLACE, "björkskolan"),
    ("Är Björkskolans elev.", Kind.PLACE, "Björkskolans"),
    ("Går på Norra skolan.", Kind.PLACE, "Norra skolan"),
    ("Går på S:t Påhitts gymnasium.", Kind.PLACE, "Påhitts gymnasium"),
    ("Går på Sagagymnasiet.", Kind.PLACE, "Sagagymnasiet"),
    ("Får hjälp av Björkvården.", Kind.PLACE, "Björkvården"),
    ("Går till vårdcentralen Linden.", Kind.PLACE, "vårdcentralen Linden"),
    ("Goes to Birch Hill School.", Kind.PLACE, "Birch Hill School"),
    # Things with a number of their own.
    ("Kör ABC 123.", Kind.PLATE, "ABC 123"),
    ("Kör ÅÄÖ12D.", Kind.PLATE, "ÅÄÖ12D"),
    ("Kör abc123.", Kind.PLATE, "abc123"),
    ("Går i 9B.", Kind.SCHOOL_CLASS, "9B"),
    ("Går i 9b.", Kind.SCHOOL_CLASS, "9b"),
    ("Går i klass 9 b.", Kind.SCHOOL_CLASS, "klass 9 b"),
    ("Går i TE23.", Kind.SCHOOL_CLASS, "TE23"),
    ("Se dnr SN 2026/0123.", Kind.CASE_NUMBER, "dnr SN 2026/0123"),
    ("Se diarienummer 2026-00123.", Kind.CASE_NUMBER, "diarienummer 2026-00123"),
    ("Se 5000-K123456-26.", Kind.CASE_NUMBER, "5000-K123456-26"),
    # Names.
    ("Igår kom Vera Påhitt hit.", Kind.NAME, "Vera Påhitt"),
    ("Igår kom Anna-Lena von Låtsas hit.", Kind.NAME, "Anna-Lena von Låtsas"),
    ("Vera Påhitt kom hit.", Kind.NAME, "Vera Påhitt"),
    ("Igår kom ÅSA-MARI PÅHITT hit.", Kind.NAME, "ÅSA-MARI PÅHITT"),
    ("Igår kom O’Diktar Šaga hit.", Kind.NAME, "O’Diktar Šaga"),
    ("Igår kom Robin hit.", Kind.CAPITAL, "Robin"),
    ("Igår i Björkdala såg jag det.", Kind.CAPITAL, "Björkdala"),
]


@pytest.mark.parametrize(("text", "kind", "expected"), FOUND)
def test_what_may_identify_is_found(text: str, kind: Kind, expected: str) -> None:
    assert (kind, expected) in found(text)


def test_every_kind_is_tried() -> None:
    assert {kind for _text, kind, _expected in FOUND} == set(Kind) - {Kind.KNOWN_NAME}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Eleven har ändrat sig under hösten och drar sig undan.",
        "Den som ringer får råd. Vi vet inte mer.",
        "En elev på skolan, i grundskolan, på gymnasiet, i sjukvården.",
        "Skolan har ringt. Gymnasieskolan har svarat. Sjukvården väntar.",
        "Vi tog vägen förbi torget och gick hem.",
        "Polisen, socialtjänsten, BUP och SSPF var med.",
        "Enligt 10 kap. 18 b § och 25:1 får det sägas.",
        "Lagen (2009:400) och lagen (2025:170).",
        "Det tog 3 timmar, 45 minuter och 2,5 veckor. Klockan 14.30 eller 8:15.",
        "Det händer 24/7, i steg 1–5 och på nivå 3.",
        "Ring 112 eller 114 14.",
        "I told them. They said that it was fine. On Monday we met in Sweden.",
        "”Kom hit”, sa hen. Sedan: Kom!",
    ],
)
def test_what_points_at_nobody_is_left_alone(text: str) -> None:
    assert found(text) == []


KNOWN = ("Kim Andersdotter-Påhitt", "Björn Ek")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("då kom kim hit", "kim"),
        ("då kom KIM hit", "KIM"),
        ("Kim kom hit", "Kim"),
        ("då kom kims bror", "kims"),
        ("då kom Kim's bror", "Kim's"),
        ("då kom Kim’s bror", "Kim’s"),
        ("då kom Kim:s bror", "Kim"),
        ("då kom andersdotter", "andersdotter"),
        ("då kom Andersdotter-Påhitt", "Andersdotter-Påhitt"),
        ("då kom Kim Andersdotter", "Kim Andersdotter"),
        ("då kom ek", "ek"),
        ("då kom björn", "björn"),
        ("då kom bjo\u0308rn", "bjo\u0308rn"),
        ("då kom B\u00adj\u00adö\u00adrn hit", "B\u00adj\u00adö\u00adrn"),
        ("då kom \u200fKim\u200f hit", "Kim"),
        ("då kom K\u200bim hit", "K\u200bim"),
        ("då kom Ｋｉｍ hit", "Ｋｉｍ"),
    ],
)
def test_a_known_name_is_found_however_it_is_written(text: str, expected: str) -> None:
    assert found(text, *KNOWN) == [(Kind.KNOWN_NAME, expected)]


def test_a_name_that_has_no_capitals_is_found_where_it_is_known() -> None:
    assert found("då kom ليلى hit", "ليلى بخيت") == [(Kind.KNOWN_NAME, "ليلى")]


@pytest.mark.parametrize("text", ["då kom kimmi", "ekonomin", "en björnbär", "alkim"])
def test_a_word_that_only_holds_a_known_name_is_another_word(text: str) -> None:
    assert found(text, *KNOWN) == []


def test_one_letter_of_a_known_name_is_no_name() -> None:
    assert found("då kom a och k", "A K") == []


def test_the_words_with_a_capital_in_a_free_text_are_names_to_know() -> None:
    text = "mamma Vera Påhitt, 070-174 06 05, och pappa Åke-Bo (bor i stan)"

    assert names_in(text) == ("Vera", "Påhitt", "Åke-Bo")


def test_the_longer_and_surer_stands_where_two_overlap() -> None:
    text = "Kim nås på kim@exempel.example och bor på Kimgatan 9B"

    assert found(text, "Kim") == [
        (Kind.KNOWN_NAME, "Kim"),
        (Kind.EMAIL, "kim@exempel.example"),
        (Kind.ADDRESS, "Kimgatan 9B"),
    ]


def test_a_span_says_where_it_stands() -> None:
    assert find("Hej! Kim kom.", ("Kim",)) == (Span(Kind.KNOWN_NAME, 5, 8, "Kim"),)


odd_text = some.text(max_size=300) | some.text(
    alphabet="Aaå@.-_/:+0123456789 \n\u00ad\u200f\u0301'§#()ﬁﷺ", max_size=300
)


@steadily
@given(odd_text, some.lists(some.text(max_size=20), max_size=3))
def test_spans_stand_in_the_text_in_order_and_apart(text: str, known: list[str]) -> None:
    spans = find(text, known)

    places = [place for span in spans for place in (span.start, span.end)]
    assert places == sorted(places)
    assert all(span.start < span.end for span in spans)
    assert all(text[span.start : span.end] == span.text for span in spans)


@steadily
@given(odd_text, some.lists(some.text(max_size=20), max_size=3))
def test_the_same_text_gives_the_same_spans(text: str, known: list[str]) -> None:
    assert find(text, known) == find(text, list(known))


letters = some.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöéüšøæ", min_size=2, max_size=12)
hidden = some.text(alphabet="\u00ad\u200b\u200e\u200f\u2060\ufeff", max_size=2)


@steadily
@given(letters, some.data())
def test_a_known_name_is_found_whatever_is_hidden_in_it(name: str, data: some.DataObject) -> None:
    written = "".join(letter + data.draw(hidden) for letter in name)
    apart = unicodedata.normalize("NFD", written)
    text = f"sedan gick {data.draw(some.sampled_from((written, apart)))} hem"

    spans = [span for span in find(text, (name,)) if span.start == len("sedan gick ")]

    assert [span.kind for span in spans] == [Kind.KNOWN_NAME]


@steadily
@given(
    some.dates(datetime.date(1930, 1, 1), datetime.date(2029, 12, 31)),
    some.integers(0, 9999),
    some.sampled_from(("", "-", "+", " ", " - ", "–", "\u00ad-")),
    some.booleans(),
    some.sampled_from((0, 60)),
)
def test_every_spelling_of_a_personal_number_is_found(
    born: datetime.date, last: int, between: str, has_century: bool, added: int
) -> None:
    year = f"{born.year:04}" if has_century else f"{born.year % 100:02}"
    number = f"{year}{born.month:02}{born.day + added:02}{between}{last:04}"

    assert found(f"Hen har {number}, sa de.") == [(Kind.PERSONAL_NUMBER, number)]


MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti")


@steadily
@given(
    some.dates(datetime.date(2026, 1, 1), datetime.date(2026, 8, 31)),
    some.sampled_from(
        (
            "{y}-{m:02}-{d:02}",
            "{y}/{m}/{d}",
            "{y}{m:02}{d:02}",
            "{d}/{m} {y}",
            "{d}.{m}.{y}",
            "{d} {name}",
            "{d} {name} {y}",
            "{d}:e {name}",
            "{name} {y}",
        )
    ),
)
def test_every_spelling_of_a_day_is_found(day: datetime.date, form: str) -> None:
    written = form.format(y=day.year, m=day.month, d=day.day, name=MONTHS[day.month - 1])

    assert found(f"Det var {written}, sa de.") == [(Kind.DATE, written)]


@pytest.mark.parametrize(
    "odd",
    [
        *("A", "a@", "a.", "a-", "0-", "(0", "1", " ", "\n", "é", "K'", "ﷺ"),
        *("\u00ad", "\u0301\u0316", "\u200fا"),
        *("Kim ", "Xskolan ", "Stora gatan ", "Aa von ", "den 3 ", "mars ", "klass ", "dnr "),
        *("http://", "www.", ".se/", "123 45  ", "+46 "),
    ],
)
def test_a_text_made_to_be_slow_is_read_to_its_end(odd: str) -> None:
    text = odd * (200_000 // len(odd)) + " och sedan kom Kim"

    assert find(text, ("Kim",))[-1].text.endswith("Kim")
