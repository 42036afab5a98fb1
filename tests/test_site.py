"""A walk over every address of the site: who may open it, and what each answer carries."""

from __future__ import annotations

import io
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pytest_django.fixtures import Settings

from fyrstod.access import limits
from fyrstod.access.open_pages import OPEN
from fyrstod.drafts.http import COOKIE
from fyrstod.packs import shelf
from fyrstod.web.logs import WithoutInput

pytestmark = pytest.mark.django_db

CONTENT = {
    "api:openapi",
    "api:pack_advice",
    "api:pack_agencies",
    "api:pack_factors",
    "api:pack_facts",
    "api:pack_questions",
    "api:pack_recommendations",
    "api:pack_rules",
    "api:pack_sources",
    "api:pack_steps",
    "api:packs",
    "api:report",
    "api:whole_pack",
    "collaboration:agencies",
    "collaboration:agency",
    "collaboration:beside",
    "collaboration:recommendation",
    "collaboration:recommendations",
    "collaboration:here",
    "collaboration:rule",
    "collaboration:rules",
    "collaboration:sharing",
    "collaboration:start",
    "collaboration:forums",
    "collaboration:table",
    "collaboration:timeline",
    "collaboration:words",
    "drafts:erased",
    "guide:advice",
    "guide:advice_topic",
    "guide:factor",
    "guide:factors",
    "guide:factors_level",
    "guide:factors_protective",
    "guide:factors_risk",
    "guide:plan",
    "guide:process",
    "guide:questions",
    "guide:start",
    "guide:step",
    "guide:theme",
    "guide:worry",
    "reports:intro",
    "robots",
    "service_worker",
    "web:about",
    "web:accessibility",
    "web:changes",
    "web:contacts",
    "web:glossary",
    "web:home",
    "web:offline",
    "web:sources",
}
"""The same for everybody, and kept by caches."""

ONES_OWN = {
    "collaboration:assessment",
    "collaboration:assessment_area",
    "collaboration:assessment_check",
    "collaboration:assessment_law",
    "collaboration:assessment_result",
    "collaboration:assessment_round",
    "collaboration:assessment_undo",
    "collaboration:assessment_whom",
    "collaboration:plan",
    "collaboration:plan_action",
    "collaboration:plan_add",
    "collaboration:plan_document",
    "collaboration:plan_download",
    "collaboration:plan_new",
    "collaboration:plan_remove",
    "collaboration:plan_take",
    "collaboration:sharing_answer",
    "collaboration:sharing_download",
    "collaboration:sharing_question",
    "drafts:overview",
    "drafts:piece",
    "drafts:piece_add",
    "drafts:piece_factors",
    "drafts:piece_remove",
    "drafts:save",
    "guide:add_own",
    "guide:change_choices",
    "guide:drop_question",
    "guide:my_plan",
    "guide:next",
    "guide:picture",
    "guide:picture_lens",
    "guide:pieces",
    "guide:pieces_lens",
    "guide:pocket",
    "guide:remove_own",
    "reports:check",
    "reports:document",
    "reports:download",
    "reports:section",
    "reports:send",
    "reports:tasks",
}
"""Nothing to see without the key to a draft."""

NEITHER = {
    "api:advice",
    "api:api-root",
    "api:render",
    "choose_language",
    "collaboration:assessment_begin",
    "collaboration:choose",
    "collaboration:sharing_begin",
    "drafts:erase",
    "drafts:open",
    "guide:begin_plan",
    "guide:begin_worry",
    "guide:choose",
    "guide:factor_search",
    "healthz",
    "reports:begin",
    "security_contact",
}
"""Open to anyone, and never kept: what begins, ends or moves on, and what a machine asks."""

TYPED = "Kanelbulle"
SIGN_IN = {
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_set_password",
    "mfa_authenticate",
}
"""How one comes to sign in; tests/people holds them, and tests/access the closed pages."""

PUBLIC = CONTENT | ONES_OWN | NEITHER

POSTS_THAT_BEGIN = {
    "collaboration:assessment_begin",
    "collaboration:sharing_begin",
    "guide:begin_plan",
    "guide:begin_worry",
    "reports:begin",
}

SECURITY = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
EXAMPLES: dict[str, str | uuid.UUID] = {
    "asker": "school",
    "person": "teenager",
    "step": "concern",
    "about": "who",
    "step_id": "concern",
    "level_id": "family",
    "theme_id": "family",
    "report_id": "concern",
    "file_format": "txt",
    "piece_id": uuid.UUID(int=1),
    "question_id": uuid.UUID(int=1),
    "action_id": uuid.UUID(int=1),
}


@dataclass(frozen=True)
class Address:
    """One route in one language, as somebody would type it."""

    name: str
    url: str

    def __str__(self) -> str:
        return self.url


def every_route() -> dict[str, set[str]]:
    """Each route's name, and the names of what stands in its address."""

    def walk(
        patterns: list[URLPattern | URLResolver], space: str, given: set[str]
    ) -> Iterator[tuple[str, set[str]]]:
        for pattern in patterns:
            inner = given | set(pattern.pattern.converters)
            if isinstance(pattern, URLResolver):
                name = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, name, inner)
            else:
                yield f"{space}{pattern.name}", inner

    return dict(walk(get_resolver().url_patterns, "", set()))


def every_address() -> list[Address]:
    pack = shelf.current()
    examples = {
        **EXAMPLES,
        "advice_id": pack.advice[0].id,
        "agency_id": pack.agencies[0].id,
        "area_id": pack.areas[0].id,
        "recommendation_id": pack.recommendations[0].id,
        "other_id": pack.agencies[1].id,
        "rule_id": pack.rules[0].id,
        "timeline_id": pack.timelines[0].id,
        "factor_id": pack.factors[0].id,
        "section_id": pack.reports[0].sections[0].id,
        "pack_id": pack.about.id,
        "version": pack.about.version,
    }
    found = set()
    for name, parts in every_route().items():
        if name not in PUBLIC:
            continue
        for language in ("sv", "en"):
            with translation.override(language):
                kwargs = {part: examples[part] for part in parts}
                found.add(Address(name, reverse(name, kwargs=kwargs)))
    return sorted(found, key=lambda address: address.url)


ADDRESSES = every_address()
CONTENT_ADDRESSES = [address for address in ADDRESSES if address.name in CONTENT]
OWN_ADDRESSES = [address for address in ADDRESSES if address.name in ONES_OWN]


@pytest.fixture(autouse=True)
def _unused_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_limiter", MovingWindowRateLimiter(MemoryStorage()))


@pytest.fixture
def with_draft() -> Client:
    """A visitor who has begun to write."""
    visitor = Client()
    visitor.post("/sv/worry/begin/")
    assert COOKIE in visitor.cookies
    return visitor


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the real handler writes, in the real format."""
    (handler,) = (
        handler
        for handler in logging.getLogger("django").handlers
        if isinstance(handler.formatter, WithoutInput)
    )
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_only_these_pages_are_open_to_anyone() -> None:
    assert OPEN == PUBLIC | SIGN_IN
    assert len(PUBLIC) == len(CONTENT) + len(ONES_OWN) + len(NEITHER)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_answer_carries_the_security_headers(client: Client, address: Address) -> None:
    response = client.get(address.url)

    policy = dict(
        directive.split(" ", 1) for directive in response["Content-Security-Policy"].split("; ")
    )
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert {name: response[name] for name in SECURITY} == SECURITY
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_content_alone_is_kept_by_caches(client: Client, address: Address) -> None:
    response = client.get(address.url)

    if address.name == "service_worker":
        assert response["Cache-Control"] == "no-cache"
    elif address.name in CONTENT:
        assert response.status_code == 200
        assert response["Cache-Control"].startswith("public, max-age=")
    else:
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_visit_sets_no_cookie(client: Client, address: Address) -> None:
    response = client.get(address.url)

    assert response.cookies == {}


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_head_answers_as_get_does(client: Client, address: Address) -> None:
    got, headed = client.get(address.url), client.head(address.url)

    assert headed.status_code == got.status_code
    assert headed.content == b""
    assert headed["Content-Type"] == got["Content-Type"]


@pytest.mark.parametrize("address", CONTENT_ADDRESSES, ids=str)
def test_content_is_the_same_bytes_for_two_visitors_one_with_a_draft(
    client: Client, with_draft: Client, address: Address
) -> None:
    stranger = client.get(address.url, headers={"Accept-Language": "en"})
    writer = with_draft.get(address.url, headers={"Accept-Language": "sv"})

    assert writer.content == stranger.content
    assert dict(writer.items()) == dict(stranger.items())
    assert b"csrf" not in stranger.content
    assert b"nonce" not in stranger.content


@pytest.mark.parametrize("address", CONTENT_ADDRESSES, ids=str)
def test_content_that_a_browser_holds_is_not_sent_again(client: Client, address: Address) -> None:
    first = client.get(address.url)

    again = client.get(address.url, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]


@pytest.mark.parametrize("address", OWN_ADDRESSES, ids=str)
def test_a_page_of_a_draft_shows_a_stranger_nothing(client: Client, address: Address) -> None:
    response = client.get(address.url, follow=True)

    assert response.status_code in (404, 405)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", OWN_ADDRESSES, ids=str)
def test_a_page_with_answers_is_never_kept(with_draft: Client, address: Address) -> None:
    response = with_draft.get(address.url)

    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("ETag")


@pytest.mark.parametrize("name", sorted(POSTS_THAT_BEGIN))
def test_a_post_that_begins_hands_over_one_cookie_that_scripts_and_others_cannot_have(
    client: Client, name: str
) -> None:
    address = next(address for address in ADDRESSES if address.name == name)

    response = client.post(address.url)

    (cookie,) = response.cookies.values()
    assert cookie.key.startswith("__Host-")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Lax", "/")
    assert (cookie["domain"], cookie["max-age"], cookie["expires"]) == ("", "", "")


@pytest.mark.parametrize(("address", "language"), [("/sv/saknas/", "sv"), ("/en/missing/", "en")])
def test_an_unknown_address_says_so_in_the_language_of_the_address(
    client: Client, address: str, language: str
) -> None:
    client.get("/en/" if language == "sv" else "/sv/")

    response = client.get(address)

    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.text
    assert "112" in response.text


@pytest.mark.parametrize(("accepts", "language"), [("en-GB,en;q=0.9", "en"), ("de", "sv")])
def test_an_unknown_address_without_a_language_says_so_in_the_browsers(
    client: Client, accepts: str, language: str
) -> None:
    response = client.get("/no-such-page", headers={"Accept-Language": accepts})

    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize("address", CONTENT_ADDRESSES, ids=str)
def test_what_can_only_be_read_refuses_a_change_with_a_page_for_people(
    client: Client, address: Address
) -> None:
    response = client.post(address.url, {"typed": "Kanelbulle"})

    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "Kanelbulle" not in response.text
    if address.name.startswith("api:"):
        assert response.json().keys() == {"detail"}
    else:
        assert "<h1>" in response.text


def test_a_foreign_host_is_refused_also_for_a_page_in_memory(client: Client) -> None:
    client.get("/en/")

    response = client.get("/en/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert '<html lang="en"' in response.text
    assert "evil" not in response.text
    assert response["X-Content-Type-Options"] == "nosniff"


def test_too_much_at_once_is_refused_without_an_echo(
    with_draft: Client, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    response = with_draft.post("/sv/draft/pieces/add/", {"text": "Kanelbulle " * 100})

    assert response.status_code == 413
    assert "Kanelbulle" not in response.text


def test_what_is_not_allowed_gets_a_page_without_its_reason(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionDenied("Kanelbulle")

    monkeypatch.setattr("fyrstod.web.views.content_page", refuse)

    response = client.get("/sv/about/")

    assert response.status_code == 403
    assert '<html lang="sv"' in response.text
    assert "Kanelbulle" not in response.text


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A visitor to a site where a page breaks over what somebody typed."""

    def breaks(*_arguments: object) -> None:
        raise ValueError(TYPED)

    monkeypatch.setattr("fyrstod.web.views.content_page", breaks)
    return Client(raise_request_exception=False)


def test_a_broken_page_gets_a_page_for_people_and_echoes_nothing(broken: Client) -> None:
    response = broken.get("/en/about/?q=Semla")

    assert response.status_code == 500
    assert '<html lang="en"' in response.text
    assert "Kanelbulle" not in response.text
    assert "Semla" not in response.text
    assert response["Cache-Control"] == "no-store"


def test_a_broken_page_logs_what_broke_and_nothing_that_was_typed(
    broken: Client, log: io.StringIO
) -> None:
    broken.post("/sv/about/", {"text": "Wienerbröd"})
    broken.get("/sv/about/?q=Semla")
    broken.get("/sv/Lussekatt/?q=Semla", headers={"host": "Pepparkaka.example"})

    assert "ValueError" in log.getvalue()
    assert "web:about" in log.getvalue()
    for typed in ("Kanelbulle", "Semla", "Lussekatt", "Pepparkaka", "Wienerbröd", "/sv/about"):
        assert typed not in log.getvalue()


def test_the_page_for_errors_is_plain_when_even_pages_are_broken(
    client: Client, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def breaks() -> None:
        raise RuntimeError(TYPED)

    monkeypatch.setattr(shelf, "current", breaks)
    client.raise_request_exception = False

    response = client.get("/sv/")

    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/plain")
    assert "Kanelbulle" not in response.text + log.getvalue()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver:8000"},
    ],
)
def test_a_change_that_another_site_asks_for_is_refused(
    client: Client, headers: dict[str, str]
) -> None:
    response = client.post("/en/worry/begin/", headers=headers)

    assert response.status_code == 403
    assert '<html lang="en"' in response.text
    assert response.cookies == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "http://testserver"},
        {},
    ],
)
def test_a_change_asked_for_here_is_done(client: Client, headers: dict[str, str]) -> None:
    response = client.post("/en/worry/begin/", headers=headers)

    assert response.status_code == 302


def test_a_program_that_another_site_uses_is_refused_as_programs_are(client: Client) -> None:
    response = client.post(
        "/api/v1/render/concern",
        "{}",
        content_type="application/json",
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert response.status_code == 403
    assert response.json().keys() == {"detail"}


@pytest.mark.parametrize("address", CONTENT_ADDRESSES, ids=str)
def test_content_is_served_where_no_operator_is_named(
    client: Client, settings: Settings, address: Address
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    response = client.get(address.url)

    assert response.status_code == 200
    assert b'method="post"' not in response.content


@pytest.mark.parametrize("address", OWN_ADDRESSES, ids=str)
def test_nothing_can_be_typed_where_no_operator_is_named(
    with_draft: Client, settings: Settings, address: Address
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    response = with_draft.post(address.url)

    assert response.status_code in (403, 405)
    assert response.cookies == {}


@pytest.mark.parametrize("name", sorted(POSTS_THAT_BEGIN | {"guide:factor_search", "drafts:open"}))
def test_nothing_begins_where_no_operator_is_named(
    client: Client, settings: Settings, name: str
) -> None:
    settings.FYRSTOD_OPERATOR = ""
    address = next(address for address in ADDRESSES if address.name == name)

    response = client.post(address.url)

    assert response.status_code == 403
    assert response.cookies == {}


def test_a_program_is_told_so_where_no_operator_is_named(
    client: Client, settings: Settings
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    response = client.post("/api/v1/render/concern", "{}", content_type="application/json")

    assert response.status_code == 403
    assert response.json().keys() == {"detail"}


def test_what_was_typed_comes_back_when_it_could_not_be_saved(client: Client) -> None:
    response = client.post("/sv/draft/pieces/add/", {"text": "Kanelbulle <b>", "kind": "ett"})

    assert response.status_code == 404
    assert "Kanelbulle &lt;b&gt;" in response.text
    assert response["Cache-Control"] == "no-store"


def test_of_what_was_sent_only_what_somebody_wrote_comes_back(client: Client) -> None:
    sent = {"id": str(uuid.uuid4()), "seen": "0f1e2d3c", "kind": "interpreted", "back": "worry"}

    response = client.post("/sv/draft/pieces/add/", {**sent, "text": "Kanelbulle"})

    assert response.text.count('class="copy__text"') == 1
    assert "Kanelbulle" in response.text


def test_a_key_that_fits_nothing_is_taken_back(client: Client) -> None:
    client.cookies[COOKIE] = "tampered"

    response = client.get("/sv/draft/")

    assert response.status_code == 410
    assert response.cookies[COOKIE]["max-age"] == 0
