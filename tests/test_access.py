"""Who may open what: every role, from every place, at every address and every service.

What is expected is computed from what the page or service declares (`action`) and from
`access.policy.GRANTS`. An address or a service that declares nothing fails here, unless it is in
a list that a reviewer reads. A new kind of id in an address needs a value in `World.values`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import inspect
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

import fyrstod
from fyrstod.access.open_pages import OPEN, WITHOUT_SECOND_FACTOR
from fyrstod.access.policy import GRANTS, Action, Denied, Role
from fyrstod.people.models import OF_THE_MUNICIPALITY, Agency, Membership, Municipality, Rescue
from fyrstod.rooms import disclosure_services, paper_letter, paper_services, services
from fyrstod.rooms.contents import Goal, Minutes, NoteKind, PaperKind, Voice
from fyrstod.rooms.models import Concern
from fyrstod.rooms.record_selectors import Chain
from tests.people.made import again, make_user, signed_in, signed_in_by_password
from tests.rooms import given, made, seated

pytestmark = pytest.mark.django_db(databases="__all__")

ABOUT_ONESELF = {
    "account_change_password": "one's own password",
    "mfa_index": "one's own sign-in",
    "mfa_view_recovery_codes": "one's own codes",
    "mfa_generate_recovery_codes": "one's own codes",
    "mfa_download_recovery_codes": "one's own codes",
}
"""Pages that declare no action, with the reason: they reach nothing but whoever has signed in."""

UNDECLARED_SERVICES: dict[str, str] = {}
"""Public services that declare no action, with the reason."""

ROOT = Path(fyrstod.__file__).parent


@dataclass(frozen=True)
class Route:
    name: str
    kwargs: frozenset[str]
    view: Any


def every_route(
    resolver: URLResolver, namespace: str = "", above: frozenset[str] = frozenset()
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        kwargs = above | frozenset(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_route(entry, inner, kwargs)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}", kwargs, entry.callback)


CLOSED = {route.name: route for route in every_route(get_resolver()) if route.name not in OPEN}
DECLARED = {name: route for name, route in CLOSED.items() if getattr(route.view, "action", None)}


class Relation(StrEnum):
    OWN = "own"
    """The role is held where the thing asked for is."""
    BESIDE = "another agency of the municipality"
    AT_TABLE = "another agency at the same table"
    ELSEWHERE = "another municipality"
    NOWHERE = "no role at all"


@dataclass(frozen=True)
class Who:
    relation: Relation
    role: Role | None = None

    def __str__(self) -> str:
        return f"{self.role or 'nobody'}, {self.relation}"

    @property
    def is_of_all(self) -> bool:
        return self.role in OF_THE_MUNICIPALITY

    @property
    def works_here(self) -> bool:
        return self.relation in (Relation.OWN, Relation.BESIDE, Relation.AT_TABLE)

    def roles_in(self, scope: str) -> frozenset[Role]:
        """The roles that count for something of this scope."""
        if self.role is None or not self.works_here:
            return frozenset()
        counts = {
            "agency": self.relation is Relation.OWN,
            "municipality": self.is_of_all,
            # The journal of a municipality's roles is its agencies' auditors' to review.
            "roles": self.is_of_all or self.role is Role.AUDITOR,
        }
        return frozenset({self.role}) if counts[scope] else frozenset()

    def may(self, action: Action, scope: str) -> bool:
        return any(action in GRANTS[role] for role in self.roles_in(scope))


EVERYBODY = [
    *(Who(relation, role) for role in Role for relation in (Relation.OWN, Relation.ELSEWHERE)),
    *(
        Who(relation, role)
        for role in Role
        if role not in OF_THE_MUNICIPALITY
        for relation in (Relation.BESIDE, Relation.AT_TABLE)
    ),
    Who(Relation.NOWHERE),
]


def scope_of(kwargs: frozenset[str]) -> str:
    """Whose roles count at an address, by the ids in it."""
    if kwargs & {"room_id", "agency_id", "membership_id"}:
        return "agency"
    assert "municipality_id" in kwargs, "say in scope_of whose roles count at such an address"
    return "municipality"


def expected(who: Who, route: Route, action: Action) -> set[int] | None:
    """The answers that may be given; None for somebody who is let in."""
    if route.name.startswith("rooms:roles"):
        if who.may(action, "roles"):
            return None
        return {403} if who.works_here else {404}
    scope = scope_of(route.kwargs)
    if who.may(action, scope):
        return None
    if scope == "municipality" and route.kwargs == {"municipality_id"} and who.works_here:
        # Everybody who works in the municipality sees the page of its people.
        return None if action is Action.SEE_PEOPLE else {403}
    return {403} if who.roles_in(scope) else {404}


@dataclass
class World:
    """A filled municipality, with everybody who may come asking."""

    people: dict[Who, Any]
    cookies: dict[Who, str]
    half: dict[str, str]
    """Who signed in by password alone: one without a code app, one whose app was not asked for."""
    values: dict[str, Any]
    """By the name of an id in an address: of a concern that holds one of each.

    By the name of a page and of the id, where that page wants another one.
    """
    subjects: dict[str, list[tuple[Any, str]]]
    """By the name of a service's subject: things it is done with, and whose roles count."""

    def address(self, route: Route) -> str:
        given = {
            kwarg: self.values.get(f"{route.name} {kwarg}") or self.values[kwarg]
            for kwarg in route.kwargs
        }
        return reverse(route.name, kwargs=given)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: whatever is asked of it is undone."""
    with django_db_blocker.unblock(), undone(), translation.override(settings.LANGUAGE_CODE):
        yield made_world()


def made_world() -> World:
    here = Municipality.objects.create(name="Björkdala")
    there = Municipality.objects.create(name="Granvik")
    school = made.agency(here, "Ekbackens skola", "school")
    social = made.agency(here, "Socialtjänsten", "social-services")
    care = made.agency(here, "Vårdcentralen Eken", "health")
    far = made.agency(there, "Alskolan", "school")
    places: dict[Relation, tuple[Agency, Municipality]] = {
        Relation.OWN: (school, here),
        Relation.BESIDE: (social, here),
        Relation.AT_TABLE: (care, here),
        Relation.ELSEWHERE: (far, there),
    }
    people, cookies = {}, {}
    for number, who in enumerate(EVERYBODY):
        user = make_user(f"Person {number}")
        if who.role is not None:
            agency, municipality = places[who.relation]
            made.member(user, municipality if who.is_of_all else agency, who.role)
        cookies[who] = session_of(signed_in(user))
        people[who] = again(user)
    values, subjects = filled(here, school)
    told, told_subjects = told_between(school, social)
    values |= told | at_table(school, care)
    subjects |= told_subjects
    without, unasked = make_user("Utan App"), make_user("Utan Kod")
    for user in (without, unasked):
        made.member(user, school, Role.PRACTITIONER)
    signed_in(unasked)
    half = {
        "without a code app": session_of(signed_in_by_password(without)),
        "without the code": session_of(signed_in_by_password(unasked)),
    }
    return World(people, cookies, half, values, subjects)


def filled(here: Municipality, school: Agency) -> tuple[dict[str, Any], dict[str, Any]]:
    """A concern with one of each, a role and a call for help, and what services are done with."""
    writer, subject = make_user("Skribent"), make_user("Nykomling")
    made.member(writer, school, Role.PRACTITIONER)
    writer = again(writer)
    concern = made.concern(school, writer, notes=[made.SEEN])
    task = services.add_task(by=writer, concern=concern, text="Ring.", due_on=None, doer=None)
    piece = services.write_piece(by=writer, concern=concern, contents=made.SEEN)
    asked = dataclasses.replace(made.SEEN, kind=NoteKind.UNKNOWN, factors=())
    unknown = services.write_piece(by=writer, concern=concern, contents=asked)
    day = concern.opened_at.date()
    letter = paper_letter.Letter(
        to=Voice.PERSON, why="Oro.", told="Allt.", contact="Kim", agency=school.name
    )
    paper = paper_services.write_letter(
        by=writer,
        concern=concern,
        sheet=paper_letter.sheet_of(letter, day),
        paper_id=uuid.uuid4(),
        seen=0,
    )
    other = paper_services.register(
        by=writer,
        concern=concern,
        sheet=dataclasses.replace(paper_letter.sheet_of(letter, day), kind=PaperKind.OTHER),
        paper_id=uuid.uuid4(),
    )
    colleague = make_user("Kollega")
    made.member(colleague, school, Role.PRACTITIONER)
    handover = made.handover(concern, writer, colleague)
    proposer = make_user("Den Som Föreslog")
    same = {"municipality": here, "user": subject, "proposed_by": proposer}
    membership = Membership.objects.create(**same, agency=school, role=Role.PRACTITIONER)
    rescue = Rescue.objects.create(**same, kind="password")
    values = {
        "room_id": school.pk,
        "reference": concern.reference,
        "other": made.concern(school, writer).reference,
        "task_id": task.pk,
        "piece_id": piece.pk,
        "rooms:piece_answer piece_id": unknown.pk,
        "handover_id": handover.pk,
        "paper_id": paper.pk,
        "rooms:paper_sent paper_id": other.pk,
        "report_id": "concern",
        "file_format": "pdf",
        "municipality_id": here.pk,
        "agency_id": school.pk,
        "membership_id": membership.pk,
        "rescue_id": rescue.pk,
    }
    subjects = {
        "room": [(school, "agency")],
        "concern": [(concern, "agency")],
        "chain": [(Chain(school), "agency"), (Chain(here), "roles")],
        "municipality": [(here, "municipality")],
        "agency": [(school, "agency")],
        "place": [(school, "agency"), (here, "municipality")],
        "membership": [(membership, "agency")],
        "rescue": [(rescue, "municipality")],
    }
    return values, subjects


def told_between(
    school: Agency, social: Agency
) -> tuple[dict[str, Any], dict[str, list[tuple[Any, str]]]]:
    """What the school tells, what waits for it, and what it has taken in."""
    teacher, investigator = make_user("Lärare"), make_user("Utredare")
    made.member(teacher, school, Role.PRACTITIONER)
    made.member(investigator, social, Role.PRACTITIONER)
    teacher, investigator = again(teacher), again(investigator)
    concern = Concern.objects.filter(agency=school).earliest("opened_at")
    theirs = made.concern(social, investigator)
    situation = dataclasses.replace(given.KNOWN, sender="social-services", receiver="school")
    drafted = given.draft(concern, teacher, social, handed=given.on_own_words())
    waiting, taken = (
        given.offer(theirs, investigator, school, handed=given.on("osl-10-2", situation))
        for _each in "12"
    )
    receipt = disclosure_services.accept(by=teacher, offer=given.waiting(taken), concern=concern)
    offer = given.waiting(waiting)
    values = {"disclosure_id": drafted.pk, "offer_id": offer.pk, "receipt_id": receipt.pk}
    return values, {"offer": [(offer, "agency")]}


def at_table(school: Agency, care: Agency) -> dict[str, Any]:
    """A table that the school has set up, where another agency sits, with words of both."""
    teacher, nurse = make_user("Lärare vid bordet"), make_user("Sjuksköterska vid bordet")
    made.member(teacher, school, Role.PRACTITIONER)
    made.member(nurse, care, Role.PRACTITIONER)
    teacher, nurse = again(teacher), again(nurse)
    concern = Concern.objects.filter(agency=school).earliest("opened_at")
    host, guest = seated.table_of(concern, teacher, (care, nurse))
    for sitting in (host, guest):
        sitting.give()
    goal = host.write(Goal(text="Tillbaka i laget."))
    return {
        "table_id": host.seat.table,
        "word_id": goal.pk,
        "rooms:meeting word_id": host.write(Minutes(held_on="2026-11-20", present="Alla.")).pk,
        "rooms:table_ground agency_id": care.pk,
        "rooms:table_facts agency_id": care.pk,
    }


def session_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever is done here is as if it had not been, also where it wants to stand alone."""
    with contextlib.ExitStack() as stack:
        for alias in connections:
            block = transaction.atomic(using=alias)
            # As Django's own tests mark theirs, so that what must stand alone can.
            block._from_testcase = True  # type: ignore[attr-defined]  # the stubs lack it
            stack.enter_context(block)
        yield
        for alias in connections:
            transaction.set_rollback(True, using=alias)


SENT = {"rooms:move": {"step": "begin"}}
"""What a form must hold for its page to be there at all."""

_addresses = itertools.count(1)


def ask(session: str, method: str, address: str) -> Any:
    """From a network of its own each time, so that no rate is ever used up."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    number = next(_addresses)
    network = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
    with undone():
        if method == "POST":
            return client.post(address, SENT.get(resolve(address).view_name), REMOTE_ADDR=network)
        return client.get(address, REMOTE_ADDR=network)


def was_let_in(answer: Any) -> bool:
    """A page that lacks a draft in the browser has let somebody in, too."""
    if answer.status_code not in (403, 404):
        return True
    shown = {template.name for template in getattr(answer, "templates", [])}
    return "errors/no_draft.html" in shown


MADE_UP: dict[str, Any] = {
    "reference": "K7QF-3M2X",
    "other": "B4DG-9HJK",
    "report_id": "made-up",
    "file_format": "made-up",
}
"""For words; every other id is one that nothing has."""


def made_up(kwargs: frozenset[str]) -> dict[str, Any]:
    return {name: MADE_UP.get(name) or uuid.uuid4() for name in kwargs}


def test_every_closed_page_says_what_it_lets_somebody_do() -> None:
    silent = {name for name, route in CLOSED.items() if not hasattr(route.view, "action")}

    assert silent == WITHOUT_SECOND_FACTOR | set(ABOUT_ONESELF)


def test_no_page_of_a_room_or_of_people_is_open_or_asks_for_nothing_but_a_sign_in() -> None:
    only_signed_in = {
        name
        for name, route in CLOSED.items()
        if name.startswith(("rooms:", "people:")) and name not in DECLARED
    }

    assert only_signed_in == {"people:start", "rooms:week", "rooms:draft"}


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_page_answers_each_role_from_each_place_as_the_table_says(
    world: World, name: str
) -> None:
    route = DECLARED[name]
    real = world.address(route)
    wrong = []

    for who, method in itertools.product(EVERYBODY, ("GET", "POST")):
        answer = ask(world.cookies[who], method, real)
        allowed = expected(who, route, route.view.action)
        right = was_let_in(answer) if allowed is None else answer.status_code in {*allowed, 405}
        if not right or answer.status_code == 500:
            wrong.append(f"{method} by {who}: {answer.status_code}, expected {allowed or 'in'}")

    assert wrong == []


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_page_that_is_not_there_tells_nobody_whether_it_is(world: World, name: str) -> None:
    """With made-up ids everybody gets 404; a room's own people may get 403 inside it."""
    route = DECLARED[name]
    nothing = made_up(route.kwargs)
    inside = {**nothing, "room_id": world.values["room_id"]} if "room_id" in nothing else None
    wrong = []

    for who, method in itertools.product(EVERYBODY, ("GET", "POST")):
        session = world.cookies[who]
        answer = ask(session, method, reverse(name, kwargs=nothing))
        if answer.status_code not in (404, 405):
            wrong.append(f"{method} by {who}: {answer.status_code}")
        if inside and route.kwargs != {"room_id"}:
            allowed = expected(who, route, route.view.action) or {404, 410}
            answer = ask(session, method, reverse(name, kwargs=inside))
            if answer.status_code not in {*allowed, 405}:
                wrong.append(f"{method} by {who} inside: {answer.status_code}")

    assert wrong == []


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_nobody_gets_in_without_the_second_factor_or_without_signing_in(
    world: World, name: str
) -> None:
    real = world.address(DECLARED[name])

    for method, refused in (("GET", 302), ("POST", 403)):
        unknown = ask("", method, real)
        unasked = ask(world.half["without the code"], method, real)
        without = ask(world.half["without a code app"], method, real)
        assert (unknown.status_code, unasked.status_code) == (refused, refused)
        assert without.status_code == 302
        assert without.headers["Location"] == reverse("mfa_activate_totp")


def every_service() -> Iterator[tuple[str, Callable[..., Any]]]:
    for path in sorted([*ROOT.glob("people/*services*.py"), *ROOT.glob("rooms/*services*.py")]):
        module = importlib.import_module(f"fyrstod.{path.parent.name}.{path.stem}")
        for name, function in vars(module).items():
            here = getattr(function, "__module__", "") == module.__name__
            if inspect.isfunction(function) and here and not name.startswith("_"):
                yield f"{path.parent.name}.{path.stem}.{name}", function


SERVICES = dict(every_service())


def test_every_service_says_what_it_does() -> None:
    silent = {name for name, service in SERVICES.items() if not hasattr(service, "action")}

    assert silent == set(UNDECLARED_SERVICES)
    assert len(SERVICES) > len(silent)


def denies(service: Callable[..., Any], **given: Any) -> bool:
    """Whether somebody is denied. What else stops it, such as what was not given, comes later."""
    with undone():
        try:
            service(**given)
        except Denied:
            return True
        except Exception:  # noqa: BLE001 - any other error comes after the question who may
            return False
    return False


@pytest.mark.parametrize("name", sorted(set(SERVICES) - set(UNDECLARED_SERVICES)))
def test_a_service_is_done_for_each_role_from_each_place_as_the_table_says(
    world: World, name: str
) -> None:
    service: Any = SERVICES[name]
    wrong = []

    for who, (subject, scope) in itertools.product(EVERYBODY, world.subjects[service.subject]):
        denied = denies(service, by=world.people[who], **{service.subject: subject})
        if denied is who.may(service.action, scope):
            wrong.append(f"{who}: {'denied' if denied else 'done'}")

    assert wrong == []
