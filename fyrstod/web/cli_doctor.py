"""What `fyrstod doctor` does: say everything that keeps an installation from being trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, OuterRef

from fyrstod.access.policy import GRANTS, Action
from fyrstod.core.errors import DomainError
from fyrstod.journal import services as journal
from fyrstod.people.models import Membership
from fyrstod.protection.keys import installation_key
from fyrstod.protection.models import RoomKey
from fyrstod.web import cli_keys

OPENS_CONCERNS = frozenset(
    role for role, actions in GRANTS.items() if Action.READ_CONCERN in actions
)
CLOSING = "fyrstod.web.middleware.Closed"


@dataclass(frozen=True)
class Found:
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def examine() -> Found:
    faults = [*_settings(), *_stores()]
    unmigrated = [*_migrations()]
    warnings: list[str] = []
    # What is not migrated cannot be read either.
    if not unmigrated:
        faults += [*_key(), *_rooms_without_keys(), *_journal()]
        warnings += _without_second_factor()
    return Found((*faults, *unmigrated), tuple(warnings))


def _settings() -> Iterator[str]:
    if not settings.FYRSTOD_OPERATOR:
        yield "FYRSTOD_OPERATOR: nobody is named as responsible for what is written here"
    if settings.DEBUG:
        yield "DEBUG is on: error pages would show what people wrote"
    if CLOSING not in settings.MIDDLEWARE or "totp" not in settings.MFA_SUPPORTED_TYPES:
        yield "the second factor is not asked for on closed pages"
    if not (
        settings.SESSION_COOKIE_SECURE
        and settings.SESSION_COOKIE_HTTPONLY
        and settings.SESSION_COOKIE_SAMESITE in ("Lax", "Strict")
        and settings.SESSION_COOKIE_NAME.startswith("__Host-")
    ):
        yield "the session's cookie is not Secure, HttpOnly, SameSite and for this host alone"


def _stores() -> Iterator[str]:
    places: dict[tuple[str, ...], str] = {}
    for alias in settings.DATABASES:
        given = connections[alias].settings_dict
        place = tuple(str(given[part]) for part in ("ENGINE", "NAME", "HOST", "PORT"))
        if place in places:
            yield f"the stores {places[place]} and {alias} are one: a backup would hold both"
        places[place] = alias


def _migrations() -> Iterator[str]:
    for alias in settings.DATABASES:
        try:
            executor = MigrationExecutor(connections[alias])
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as problem:
            yield f"the store {alias} cannot be used: {type(problem).__name__}"
            continue
        if waiting:
            yield f"the store {alias} lacks {len(waiting)} migrations: start with script/server"


def _key() -> Iterator[str]:
    try:
        given = installation_key().fingerprint
    except DomainError as problem:
        yield f"the installation's key: {type(problem).__name__}: set FYRSTOD_KEY_FILE"
        return
    others = RoomKey.objects.exclude(sealed_by=given).values_list("sealed_by", flat=True)
    for needed in sorted(set(others.order_by("sealed_by").distinct())):
        yield f"rooms are sealed with installation key {needed}, and the installation has {given}"


def _rooms_without_keys() -> Iterator[str]:
    never, gone = cli_keys.without_keys()
    for agency in never:
        yield (
            f"{cli_keys.where(agency)}: the room has no keys, so nothing can be opened there: run "
            "fyrstod keys make"
        )
    yield from map(cli_keys.lost, gone)


def _journal() -> Iterator[str]:
    for municipality_id, room_id, number in journal.wrong_ends():
        yield (
            f"municipality {municipality_id}: room {room_id}: the journal is broken at entry "
            f"{number}, and may take no more: run fyrstod journal verify"
        )


def _without_second_factor() -> Iterator[str]:
    codes = Authenticator.objects.filter(user=OuterRef("user"), type=Authenticator.Type.TOTP)
    lacking = Membership.objects.active().filter(~Exists(codes), role__in=sorted(OPENS_CONCERNS))
    if count := lacking.values("user").distinct().count():
        yield (
            f"{count} {'person' if count == 1 else 'people'} with a role that opens concerns "
            "have no second factor yet; they reach nothing until they have"
        )
