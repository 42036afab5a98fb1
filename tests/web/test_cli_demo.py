from __future__ import annotations

import pytest
from django.test import Client

from fyrstod.access.policy import Role
from fyrstod.journal import services as journal
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, Membership, Municipality, User
from fyrstod.rooms import selectors
from fyrstod.rooms.models import Concern
from fyrstod.web import cli, cli_demo

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])


@pytest.fixture
def filled(db: None) -> None:
    cli_demo.fill()


@pytest.mark.usefixtures("filled")
def test_there_are_four_agencies_ten_people_and_six_concerns_at_different_stages() -> None:
    opened = [selectors.open_concern(concern) for concern in Concern.objects.order_by("opened_at")]

    assert Agency.objects.count() == 4
    assert User.objects.count() == 10
    assert {Role(row.role) for row in Membership.objects.active()} == set(Role)
    assert len(opened) == 6
    assert {one.concern.status for one in opened} == {"new", "working", "following", "closed"}
    assert any(not one.person.is_known for one in opened)
    assert any(one.person.protected for one in opened)
    assert [bool(one.offer and one.briefing) for one in opened].count(True) == 1


@pytest.mark.usefixtures("filled")
def test_two_administrators_confirm_each_others_proposals_and_neither_reviews_them() -> None:
    administrators = User.objects.filter(
        id__in=Membership.objects.active().filter(role=Role.ADMINISTRATOR).values("user")
    )

    roles = [
        {Role(membership.role) for membership in person.active_memberships}
        for person in administrators
    ]

    assert roles == [{Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}]


@pytest.mark.usefixtures("filled")
def test_every_link_leads_to_a_factor_and_protection_stands_beside_risk() -> None:
    side = {factor.id: factor.side for factor in shelf.current().factors}
    used = [
        factor
        for concern in Concern.objects.all()
        for piece in selectors.open_concern(concern).pieces
        for factor in piece.note.factors
    ]

    assert set(used) <= side.keys()
    assert {side[factor] for factor in used} == set(side.values())


@pytest.mark.usefixtures("filled")
def test_what_was_filled_in_stands_in_a_journal_that_holds() -> None:
    chains = journal.rooms()

    assert len(chains) == 5
    for municipality_id, room_id in chains:
        assert journal.verify(municipality_id=municipality_id, room_id=room_id).whole


@pytest.mark.usefixtures("filled")
def test_somebody_signs_in_with_the_password_and_code_that_are_printed(client: Client) -> None:
    given = {"login": "kim@bjorkdala.example", "password": cli_demo.PASSWORD}

    asked = client.post("/sv/account/login/", given)
    code = cli_demo.code("Kim@bjorkdala.example ")
    answer = client.post(asked.headers["Location"], {"code": code}, follow=True)

    assert answer.status_code == 200
    assert "Ekbackens skola" in answer.content.decode()


def test_a_code_is_that_of_the_moment_and_for_nobody_else() -> None:
    assert cli_demo.code("kim@bjorkdala.example", at=0) != cli_demo.code(
        "kim@bjorkdala.example", at=30
    )
    assert cli_demo.code("kim@bjorkdala.example", at=1) == cli_demo.code(
        "elin@bjorkdala.example", at=29
    )
    assert cli_demo.code("somebody@elsewhere.example") is None


def test_nothing_is_filled_beside_a_municipality_that_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Municipality.objects.create(name="Verkliga")

    assert cli.main(["demo"]) == cli.FAULTY
    assert cli.main(["demo", "--once"]) == cli.OK
    assert capsys.readouterr().out == ""
    assert not User.objects.exists()


def test_the_command_prints_who_can_sign_in_and_says_so_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["demo"]) == cli.OK
    first = capsys.readouterr().out
    assert cli.main(["demo", "--once"]) == cli.OK

    assert capsys.readouterr().out == first
    assert cli_demo.PASSWORD in first
    assert "maja@bjorkdala.example" in first
