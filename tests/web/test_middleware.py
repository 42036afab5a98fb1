"""What every request passes through."""

from __future__ import annotations

import datetime
import gzip
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import DisallowedHost
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.utils import timezone

from fyrstod.access.public import as_content
from fyrstod.web.middleware import ContentMemory, HeadAsGet, SecurityHeaders

BODY = "Två sidor av samma sak. " * 50


class Site:
    """A site of one view, that counts how often the view is reached."""

    def __init__(self, view: Callable[[HttpRequest], HttpResponse]) -> None:
        self.view = view
        self.reached = 0
        self.memory = ContentMemory(self._answer)
        self.whole = SecurityHeaders(self.memory)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        self.reached += 1
        return self.view(request)

    def get(self, path: str = "/sv/", **headers: str) -> HttpResponseBase:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.whole(RequestFactory().get(path, headers=named))


def content(request: HttpRequest) -> HttpResponse:
    return as_content(HttpResponse(BODY))


def bytes_of(response: HttpResponseBase) -> bytes:
    assert isinstance(response, HttpResponse)
    return response.content


def test_content_is_made_once_and_then_answered_from_memory() -> None:
    site = Site(content)

    first, second = site.get(), site.get()

    assert site.reached == 1
    assert bytes_of(first) == bytes_of(second) == BODY.encode()
    assert dict(first.items()) == dict(second.items())


def test_what_was_kept_yesterday_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 11, 25))
    site = Site(content)
    site.get()

    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(2026, 11, 26))
    site.get()
    site.get()

    assert site.reached == 2


def test_an_address_that_holds_no_content_leaves_nothing_in_memory() -> None:
    site = Site(lambda request: HttpResponse(BODY))

    for number in range(20):
        site.get(f"/sv/{number}/")

    assert site.memory.pages == {}


def test_an_error_is_never_kept_as_content() -> None:
    site = Site(lambda request: as_content(HttpResponse(BODY, status=404)))

    response = site.get()

    assert site.memory.pages == {}
    assert response["Cache-Control"] == "no-store"


def test_an_address_with_a_query_is_answered_afresh_and_kept_by_nobody() -> None:
    site = Site(content)
    site.get("/sv/")

    response = site.get("/sv/?q=Kanelbulle")

    assert site.reached == 2
    assert response["Cache-Control"] == "no-store"
    assert list(site.memory.pages) == ["/sv/"]


def test_a_page_that_hands_over_a_cookie_is_kept_by_nobody() -> None:
    def with_cookie(request: HttpRequest) -> HttpResponse:
        response = content(request)
        response.set_cookie("key", "value")
        return response

    site = Site(with_cookie)

    response = site.get()

    assert site.memory.pages == {}
    assert response["Cache-Control"] == "no-store"


def test_a_change_at_an_address_of_content_reaches_the_view() -> None:
    site = Site(content)
    site.get()

    response = site.whole(RequestFactory().post("/sv/"))

    assert site.reached == 2
    assert response["Cache-Control"] == "no-store"


def test_a_foreign_host_is_refused_before_memory_answers() -> None:
    site = Site(content)
    site.get()

    with pytest.raises(DisallowedHost):
        site.get(host="evil.example")


def test_a_secure_visit_is_told_to_stay_secure_also_from_memory() -> None:
    site = Site(content)

    plain = site.get()
    secure = site.whole(RequestFactory().get("/sv/", secure=True))

    assert not plain.has_header("Strict-Transport-Security")
    assert secure["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    "accepts", ["gzip", "br, gzip", "GZIP", "gzip;q=0.5", "deflate, gzip; q=1.0, *;q=0.1"]
)
def test_content_goes_out_compressed_to_those_who_take_it(accepts: str) -> None:
    response = Site(content).get(accept_encoding=accepts)

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(bytes_of(response)) == BODY.encode()
    assert response["Content-Length"] == str(len(bytes_of(response)))
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "gzip; q=0.000", "notgzip", "identity"])
def test_content_goes_out_plain_to_those_who_do_not(accepts: str) -> None:
    response = Site(content).get(accept_encoding=accepts)

    assert not response.has_header("Content-Encoding")
    assert bytes_of(response) == BODY.encode()


@pytest.mark.parametrize("held", ["{}", "*", '"other", {}', '{}, W/"other"', "W/{}"])
def test_what_the_browser_holds_is_not_sent_again(held: str) -> None:
    site = Site(content)
    strong = site.get()["ETag"].removeprefix("W/")

    response = site.get(if_none_match=held.format(strong))

    assert response.status_code == 304
    assert bytes_of(response) == b""
    assert not response.has_header("Content-Type")
    assert response["Cache-Control"].startswith("public")


@pytest.mark.parametrize("held", ['"other"', "W/", "nonsense", '"'])
def test_what_the_browser_does_not_hold_is_sent(held: str) -> None:
    site = Site(content)
    site.get()

    response = site.get(if_none_match=held)

    assert response.status_code == 200


def test_head_is_told_how_long_a_page_is_and_sent_nothing_of_it() -> None:
    request = RequestFactory().head("/sv/")

    response = HeadAsGet(content)(request)

    assert bytes_of(response) == b""
    assert response["Content-Length"] == str(len(BODY.encode()))
    assert request.method == "HEAD"


@pytest.mark.django_db  # closing an answer ends the request, and with it its connection
def test_head_closes_a_file_that_nobody_reads() -> None:
    file = io.BytesIO(b"a static file")

    response = HeadAsGet(lambda request: FileResponse(file))(RequestFactory().head("/static/a"))

    assert bytes_of(response) == b""
    assert response["Content-Length"] == "13"
    assert file.closed


@pytest.mark.django_db
def test_links_are_the_same_whatever_prefix_a_stranger_claims(client: Client) -> None:
    page = client.get("/sv/", SCRIPT_NAME="/evil").text

    assert "evil" not in page
    assert 'href="/sv/guide/"' in page


@pytest.mark.django_db
def test_a_refusal_is_in_the_language_of_its_address_whatever_came_before(client: Client) -> None:
    foreign = {"Origin": "https://evil.example"}
    client.get("/sv/")

    english = client.post("/en/worry/begin/", headers=foreign)
    swedish = client.post("/sv/worry/begin/", headers=foreign)

    assert '<html lang="en"' in english.text
    assert '<html lang="sv"' in swedish.text
