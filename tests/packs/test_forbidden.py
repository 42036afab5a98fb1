from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fyrstod.packs import forbidden
from fyrstod.packs.check import what_stops_a_start
from fyrstod.packs.loader import Loaded, load_with_origin
from tests.packs import tiny

SWEDISH = {
    forbidden.FAITH: """
        bär sjal; går i moskén; är muslim; ber fem gånger om dagen; fastar; är döpt; frikyrklig;
        muslimska vänner; fredagsbönen; läser koranen; bär kors om halsen; en slöja; skäggväxt;
        långskäggig; konvertit; har konverterat; troende; sin tro; tror på Gud; djupt religiösa;
        ateist; judiska; präst; väckelsemöten; sekten; äter halal; tar inte kvinnor i hand;
        har slutat dricka alkohol; pilgrimsfärden; kyrkobesök; församlingsliv; ramadan; imamen
    """,
    forbidden.ORIGIN: """
        syrian; syrier; somalier; somaliska; född utomlands; utrikes födda; utlandsfödd;
        invandrarbakgrund; flyktingfamilj; asylsökande; nyanlända; ensamkommande; etniciteten;
        härkomst; mörkhyad; svart kille; romska; afrosvensk; arabisktalande; kurdernas; finska;
        bruten svenska; talar inte svenska; bryter på ryska; modersmål; hans rötter; är rom;
        tredje generationens; medborgarskap; minoritetsgrupp; ett utländskt namn; mellanöstern
    """,
    forbidden.POVERTY: """
        fattiga hemförhållanden; fattigdomsbakgrund; lever på bidrag; socialbidraget; barnbidragen;
        försörjningsstödet; går på soc; låginkomsttagare; arbetarklassen; överklassfamilj;
        bor i förorten; utsatt område; miljonprogrammet; hemlösa; trångboddhet; kronofogden;
        ont om pengar; dålig ekonomi; socioekonomisk; segregerade
    """,
    forbidden.AGE_AND_SEX: """
        ung man; unga män; pojkgäng; tonårskille; ungdomarna; 15-åring; femtonåringar; är 16 år;
        åldern; flickor; kvinnlig; manliga; könet; grabbarna; en man; gubbar; tjejgäng; pensionärer;
        minderåriga; medelålders
    """,
    forbidden.ORIENTATION: """
        homosexuella; bögar; lesbisk; bisexuell; hbtqi-person; transpersoner; transkvinna; queera;
        icke-binär; sexuell läggning; har kommit ut som; prideparaden; könsidentitet
    """,
    forbidden.DIAGNOSIS: """
        ADHD; har add; autistiska drag; autismdiagnos; aspergers; NPF-diagnoser; på spektrumet;
        psykiskt sjuk; psykisk
        ohälsa; psykotisk; depressioner; deprimerade; schizofreni; går på bup;
        funktionsnedsättningar; utvecklingsstörning; dyslexi; särskolan; tar medicin; sjukskriven;
        Tourettes syndrom; personlighetsstörningar; psykopatiska; neurodivergent; rullstolsburen
    """,
    forbidden.OPINION: """
        röstar på fel parti; vänsteråsikter; högersympatier; konservativa; politiska åsikter;
        politiskt engagerad; partimedlem; Sverigedemokraterna; sverigedemokratiska; SD-väljare;
        moderaternas; vänsterpartist; sossarna; kristdemokrat; miljöpartistisk; centerpartiets;
        liberalerna; veganaktivism; djurrättsaktivist; klimataktivister; feministiska; nationalist;
        abortmotståndare; invandringskritiska åsikter; genuskritisk; EU-kritisk; vaccinkritiker;
        demonstrerar; protesterna; fackligt aktiv; kritisk till regeringen; kommunisterna
    """,
}
ENGLISH = {
    forbidden.FAITH: """
        wears a headscarf; goes to the mosque; is a Muslim; prays five times a day; is fasting;
        baptised; churchgoer; grows a beard; bearded; converted; converts; believes in God; strong
        faith; devoutly; atheists; reads the Qur'an; Bible study; her niqab; wears a cross; pious;
        won't shake hands; does not eat pork; has stopped drinking; Jewish; priests; worshipping
    """,
    forbidden.ORIGIN: """
        Syrians; Somali; foreign-born; foreign born; foreignborn; born abroad; immigrants; refugee
        family; asylum-seeking; ethnically; of African descent; dark-skinned; black youths; skin
        colour; mixed race; Roma; Kurdish; Russian-speaking; broken Swedish; speaks Arabic; accent;
        mother tongue; bilingual; second-generation; non-European; family background; citizenship
    """,
    forbidden.POVERTY: """
        lives on benefits; poverty; poor families; grew up poor; low-income; working-class; council
        estate; deprived areas; homeless; on welfare; in debt; food banks; suburban; inner-city;
        disadvantaged; socio-economic; unemployment benefit; cannot afford; segregated
    """,
    forbidden.AGE_AND_SEX: """
        young male; young men; teenage boys; adolescents; a man; women; females; 15-year-old; is 15
        years old; lads; masculinity; gendered; the elderly; youth; girls; schoolgirls; aged 18
    """,
    forbidden.ORIENTATION: """
        gay; lesbians; bisexual; transgender; trans woman; non-binary; LGBTQ+; queer; sexual
        orientation; came out as; same-sex; homosexuality
    """,
    forbidden.DIAGNOSIS: """
        ADHD; A.D.H.D.; autistic traits; on the spectrum; autism; mentally ill; mental health;
        psychotic; schizophrenic; bipolar; depression; depressed; diagnosed; disability; disabled
        child; special needs; dyslexic; on medication; psychiatry; PTSD; Asperger's; neurodiverse;
        personality disorder; wheelchair; psychopathic
    """,
    forbidden.OPINION: """
        votes for; conservative views; left-wing; right wingers; far-right; anti-immigration
        opinions; vegan activism; gender-critical; Sweden Democrats; Social Democrat; communists;
        party member; political opinions; politically active; pro-life; anti-abortion; animal
        rights; climate strikes; protesters; petitions; trade unionist; feminism; nationalists;
        critical of the government; vaccine sceptics; traditional values; liberals
    """,
}
LISTED = [
    pytest.param(language, group, words, id=f"{language}: {words}")
    for language, groups in (("sv", SWEDISH), ("en", ENGLISH))
    for group, text in groups.items()
    for words in (" ".join(part.split()) for part in text.split(";"))
]

INNOCENT = {
    "sv": """
        Rasistiska attityder; Missnöje med polis, politiker och myndigheter; man vet aldrig; men
        sedan dess; partnern; managern; tror att alla ljuger; ber om ursäkt; ber Milo om inbjudan;
        fasta rutiner; det finns; bidrar till bråk; slöjdsalen; danskursen; anatomi; parabolen; en
        skön dag; handflatan; behandling; går demonstrativt ut; mångåriga vänner;
        flickvännen gjorde slut; på ungdomsgården; kvinnohat; islamofobi; hets mot folkgrupp; tar
        inte hand om sig; vänster hand; nyans; klasskamrat; allmän;
        antisemitiska skämt; homofoba ord; slumpen; läraren; barn; demokratin; samhället; fred
    """,
    "en": """
        Racist attitudes; racial slurs; embraces violence; politicians; police and institutions;
        partner; manager; human; management; traces; traditions; socialises with new friends;
        demonstrates contempt; breakfast; menace; comments; youth club; girlfriend; misogynist
        jokes; antisemitic jokes; homophobic words; islamophobic; poor impulse control; poor sleep;
        benefits from the group; party on Friday; the wrong part of town; parents; sibling; brittle;
        boycott; enemies; adds; blindly obeys; mandate; original; woke up; slump; too fast; flautist
    """,
}


def groups_in(words: str, language: str) -> set[str]:
    return {hit.group for hit in forbidden.find(words, language)}


@pytest.mark.parametrize(("language", "group", "words"), LISTED)
def test_a_word_of_a_forbidden_kind_is_found(language: str, group: str, words: str) -> None:
    assert group in groups_in(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param(language, " ".join(part.split()), id=f"{language}: {part.strip()}")
        for language, text in INNOCENT.items()
        for part in text.split(";")
        if part.strip()
    ],
)
def test_a_word_that_only_looks_like_one_is_left_alone(language: str, words: str) -> None:
    assert list(forbidden.find(words, language)) == []


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in title case": str.title,
    "with loose accents": lambda words: unicodedata.normalize("NFD", words),
    "with soft hyphens": "\u00ad".join,
    "with zero-width spaces": "\u200b".join,
    "with a joiner": lambda words: f"{words[:1]}\u200d{words[1:]}",
    "with a variation selector": lambda words: f"{words[:1]}\ufe0f{words[1:]}",
    "in wide letters": lambda words: re.sub(
        "[a-z]", lambda letter: chr(ord(letter[0]) + 0xFEE0), words
    ),
    "with Cyrillic vowels": lambda words: words.translate(str.maketrans("aeo", "аео")),
    "cut by a hyphen": lambda words: re.sub(r"(?<=\w\w)(?=\w\w)", "-", words, count=1),
    "with underscores": lambda words: words.replace(" ", "_"),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", "moskébesök"), ("sv", "ung man"), ("sv", "bär sjal"), ("en", "foreign-born")],
)
def test_a_disguise_hides_no_word(
    language: str, words: str, disguise: Callable[[str], str]
) -> None:
    assert groups_in(disguise(words), language) == groups_in(words, language) != set()


def test_words_of_two_sentences_are_not_put_together() -> None:
    assert groups_in("Det brann i orten", "sv") == {forbidden.POVERTY}
    assert groups_in("Han bor i. Orten heter Ekbacka", "sv") == set()


def test_what_is_allowed_does_not_hide_its_neighbour() -> None:
    assert groups_in("Muslimhat mot en muslim", "sv") == {forbidden.FAITH}
    assert groups_in("Youth club for young men", "en") == {forbidden.AGE_AND_SEX}


def test_a_hit_names_the_word_and_its_group() -> None:
    assert list(forbidden.find("Ofta Moskébesök", "sv")) == [
        forbidden.Hit("moskebesök", forbidden.FAITH)
    ]


def test_an_id_is_read_in_both_languages_and_without_dots_and_rings() -> None:
    assert {hit.group for hit in forbidden.find_in_id("fodd-utomlands-and-young")} == {
        forbidden.ORIGIN,
        forbidden.AGE_AND_SEX,
    }
    assert list(forbidden.find_in_id("friends-cheering-violence")) == []


@st.composite
def written(draw: st.DrawFn, notation: str) -> str:
    """Words that an entry of the list stands for."""
    letters = st.text("aenrst", max_size=3)
    words = re.sub(
        r"\(([^)]*)\)", lambda either: draw(st.sampled_from(either[1].split("|"))), notation
    )
    words = words.replace(" * ", draw(st.sampled_from([" ", " rent "])))
    words = re.sub(r"\*", lambda _: draw(letters), words)
    words = re.sub(r"\+", lambda _: draw(letters) + "s", words)
    words = re.sub("#", lambda _: str(draw(st.integers(10, 99))), words)
    return words.strip()


@st.composite
def labels(draw: st.DrawFn) -> tuple[str, str]:
    """A language and a label that holds something of its list."""
    language = draw(st.sampled_from(["sv", "en"]))
    entry = draw(st.sampled_from(forbidden.ENTRIES[language]))
    words = DISGUISES[draw(st.sampled_from(sorted(DISGUISES.keys() - {"cut by a hyphen"})))](
        draw(written(entry.words))
    )
    before, after = draw(st.sampled_from([("", ""), ("XX ", ""), ("", ", XX"), ("Xx (", ") xx.")]))
    return language, f"{before}{words}{after}"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load_with_origin(tiny.write(tmp_path_factory.mktemp("tiny") / "2026.1"))


@settings(max_examples=400, deadline=None)
@given(label=labels())
def test_any_listed_word_anywhere_in_a_label_is_refused(
    loaded: Loaded, label: tuple[str, str]
) -> None:
    language, words = label
    risk = next(factor for factor in loaded.pack.factors if factor.id == "praises-violence")
    text = dataclasses.replace(risk.label, **{language: words})
    pack = dataclasses.replace(loaded.pack, factors=(dataclasses.replace(risk, label=text),))

    faults = what_stops_a_start(dataclasses.replace(loaded, pack=pack))

    assert f"praises-violence.label.{language}" in {fault.place for fault in faults}
