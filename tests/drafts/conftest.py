"""A browser of one's own, and a draft in it."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts import services
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.services import OpenDraft


@pytest.fixture(autouse=True)
def _static_files_without_a_build(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def new_browser() -> Client:
    """A browser at an address of its own, so that no test uses up another's rate."""
    return Client(REMOTE_ADDR=f"2001:db8:{uuid.uuid4().hex[:4]}:{uuid.uuid4().hex[:4]}::1")


@pytest.fixture
def browser(db: None) -> Client:
    return new_browser()


def piece(text: str = "Hon kom sent.", **given: object) -> Piece:
    """A piece, with what a test does not care about filled in."""
    values: dict[str, object] = {"id": str(uuid.uuid4()), "kind": PieceKind.SEEN, "text": text}
    return Piece(**{**values, **given})  # type: ignore[arg-type]  # a test names real fields


def hold(browser: Client, contents: Contents) -> OpenDraft:
    """Start a draft and give the browser its cookie."""
    draft = services.start(contents)
    browser.cookies[COOKIE] = draft.ticket.to_cookie()
    return draft


def held(draft: OpenDraft) -> Contents:
    """What a draft holds now."""
    return services.read(draft.ticket).contents
