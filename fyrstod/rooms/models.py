"""What a room stores: ciphertext, and the few things in clear that clocks and lists need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from fyrstod.access.policy import Role
from fyrstod.people.models import Agency, MunicipalRow, User
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.rules import About, Offer, Status


class Concern(MunicipalRow):
    """A concern in an agency's room. `version` grows with each change of the row."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "reference": "drawn by lot, means nothing",
        "kind": "child, young adult or adult: decides which rules and clocks apply",
        "status": "how far the work has come",
        "opened_by": "who works here",
        "opened_at": "when",
        "holder": "who works here",
        "review_on": "when to look again",
        "closed_by": "who works here",
        "closed_at": "when",
        "last_note_at": "when; the clock counts from it",
        "erase_on": "when it is erased",
        "disposal_open": "whether the records officer has to decide",
        "version": "a count of changes",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    reference = models.CharField(max_length=9)
    kind = models.CharField(max_length=12, choices=[(it, it) for it in About])
    status = models.CharField(
        max_length=12, choices=[(it, it) for it in Status], default=Status.NEW
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    opened_at = models.DateTimeField()
    holder = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    review_on = models.DateField(null=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    last_note_at = models.DateTimeField()
    erase_on = models.DateField(null=True)
    disposal_open = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "agency", "reference"], name="concern_reference_once"
            ),
            models.CheckConstraint(
                name="concern_closed_at_and_closed_by_and_status_go_together",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                & ~Q(status=Status.CLOSED)
                | Q(closed_at__isnull=False, closed_by__isnull=False, status=Status.CLOSED),
            ),
            models.CheckConstraint(
                name="concern_has_a_clock_or_an_open_question_only_when_closed",
                condition=Q(status=Status.CLOSED) | Q(erase_on__isnull=True, disposal_open=False),
            ),
            models.CheckConstraint(
                name="concern_clock_and_open_question_exclude_each_other",
                condition=Q(erase_on__isnull=True) | Q(disposal_open=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["municipality", "agency", "status", "review_on"], name="concern_of_a_room"
            ),
            models.Index(
                fields=["municipality", "agency", "holder", "status", "review_on"],
                name="concern_of_a_holder",
            ),
            models.Index(fields=["municipality", "agency", "erase_on"], name="concern_clock"),
        ]

    def roles_of(self, user: User, /) -> frozenset[Role]:
        return self.agency.roles_of(user)

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED


class InConcern(MunicipalRow):
    """A row that goes when its concern goes."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, db_index=False, related_name="+")

    class Meta:
        abstract = True


class Identity(InConcern):
    """Who a concern is about: one sealed record, found only by exact name or number."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "name_index": "keyed per room; without the key it tells nothing",
        "number_index": "keyed per room; without the key it tells nothing",
        "version": "a count of changes",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    name_index = models.BinaryField(null=True)
    number_index = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["municipality", "concern"], name="identity_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "agency", "name_index"], name="identity_name"),
            models.Index(fields=["municipality", "agency", "number_index"], name="identity_number"),
        ]


class Namesake(InConcern):
    """What somebody answered when this concern and `other` may be about the same person.

    One row for both ways: `concern` is the one of the lower id, and its key seals the answer.
    It goes with either of them.
    """

    in_clear: ClassVar[Mapping[str, str]] = {
        "other": "which two concerns; what was answered is sealed",
        "answered_by": "who works here",
        "answered_at": "when",
        "version": "a count of changes",
    }
    other = models.ForeignKey(Concern, on_delete=models.CASCADE, db_index=False, related_name="+")
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    answered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "concern", "other"], name="namesake_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "other"], name="namesake_of_the_other"),
        ]


class Piece(InConcern):
    """One item of information. What it says is in its versions."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "noted_by": "who works here",
        "noted_at": "when",
        "latest": "a count of versions",
    }
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    noted_at = models.DateTimeField()
    latest = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "concern", "noted_at"], name="piece_of_a_concern"),
        ]


class PieceVersion(InConcern):
    """What a piece said from a moment on. A correction is a new one."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "piece": "which piece",
        "number": "a count of versions",
        "written_by": "who works here",
        "written_at": "when",
    }
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    written_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "concern", "piece", "number"], name="piece_version_once"
            ),
        ]


class Task(InConcern):
    """Something to do, by somebody, before a day."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "made_by": "who works here",
        "made_at": "when",
        "doer": "who works here",
        "due_on": "when",
        "done_by": "who works here",
        "done_at": "when",
        "version": "a count of changes",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    doer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    due_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="task_done_at_and_done_by_go_together",
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "concern"], name="task_of_a_concern"),
            models.Index(
                fields=["municipality", "agency", "doer", "due_on"],
                name="task_left_to_do",
                condition=Q(done_at__isnull=True),
            ),
        ]


class Paper(InConcern):
    """A paper of a concern: made here, sent or received."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "noted_by": "who works here",
        "noted_at": "when",
        "version": "a count of changes",
    }
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    noted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "concern", "noted_at"], name="paper_of_a_concern"),
        ]


class BriefingVersion(InConcern):
    """What whoever comes next should know of a concern, in its writer's own words.

    A correction is a new one. What the concern itself tells is not in it.
    """

    in_clear: ClassVar[Mapping[str, str]] = {
        "number": "a count of versions",
        "written_by": "who works here",
        "written_at": "when",
    }
    number = models.PositiveIntegerField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    written_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "concern", "number"], name="briefing_version_once"
            ),
        ]


class Handover(InConcern):
    """A concern offered to the next who is to be responsible, and what came of it.

    `held_by` had it when it was offered: empty for nobody. `sealed` is why it was declined.
    """

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "held_by": "who works here, or did",
        "offered_by": "who works here",
        "offered_at": "when",
        "recipient": "who works here",
        "state": "how far the handover has come",
        "ended_by": "who works here",
        "ended_at": "when",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    held_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    offered_at = models.DateTimeField()
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(
        max_length=12, choices=[(it, it) for it in Offer], default=Offer.WAITING
    )
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="handover_ended_at_and_by_and_state_go_together",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, state=Offer.WAITING)
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(state=Offer.WAITING),
            ),
            models.CheckConstraint(
                name="handover_not_to_the_giver",
                condition=~Q(recipient=F("offered_by")),
            ),
            models.CheckConstraint(
                name="handover_reason_only_when_declined",
                condition=Q(state=Offer.DECLINED, sealed__isnull=False)
                | ~Q(state=Offer.DECLINED) & Q(sealed__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["municipality", "concern"],
                name="handover_waits_once",
                condition=Q(state=Offer.WAITING),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "concern"], name="handover_of_a_concern"),
            models.Index(
                fields=["municipality", "agency", "recipient"],
                name="handover_waiting",
                condition=Q(state=Offer.WAITING),
            ),
            models.Index(
                fields=["municipality", "agency", "offered_by", "ended_at"],
                name="handover_of_a_giver",
            ),
        ]


class Disclosure(InConcern):
    """Something that this room tells another, from the first draft to the answer."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "to": "whom it is told",
        "state": "how far it has come",
        "made_by": "who works here",
        "made_at": "when",
        "second_by": "who works here",
        "second_at": "when",
        "offered_at": "when",
        "answered_by": "who works there",
        "answered_at": "when",
        "word": "which words at a table; what they say is sealed",
        "version": "a count of changes",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    to = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    state = models.CharField(max_length=12, choices=[(it, it) for it in State], default=State.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    second_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    word = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="disclosure_second_person_is_another",
                condition=Q(second_by=None) | ~Q(second_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="disclosure_is_to_another_room", condition=~Q(to=F("agency"))
            ),
            models.CheckConstraint(
                name="disclosure_is_answered_when_it_is_taken_in_or_declined",
                condition=Q(
                    state__in=[State.ACCEPTED, State.DECLINED],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                | (
                    ~Q(state__in=[State.ACCEPTED, State.DECLINED])
                    & Q(answered_by=None, answered_at=None)
                ),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["municipality", "concern", "made_at"], name="disclosure_of_a_concern"
            ),
            models.Index(
                fields=["municipality", "agency", "made_at"],
                name="disclosure_to_confirm",
                condition=Q(state=State.TO_CONFIRM),
            ),
            models.Index(
                fields=["municipality", "agency", "made_by", "answered_at"],
                name="disclosure_answered",
                condition=Q(word=None),
            ),
        ]


class Parcel(InConcern):
    """What lies in wait for a room, under a key of its own, until it is answered or taken back.

    It has the id of its disclosure, and hangs on the concern it comes from.
    """

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whom it waits for",
        "sender": "whose room it comes from",
        "offered_by": "who works there",
        "offered_at": "when",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    sender = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    offered_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "agency", "offered_at"], name="offer_of_a_room"),
            models.Index(fields=["municipality", "concern"], name="offer_of_a_concern"),
        ]

    def roles_of(self, user: User, /) -> frozenset[Role]:
        return self.agency.roles_of(user)


class Receipt(InConcern):
    """What a room has taken in from another. It belongs to this room."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "sender": "whose room it came from",
        "disclosure": "the id that both rooms know it by",
        "offered_by": "who works there",
        "accepted_by": "who works here",
        "accepted_at": "when",
        "word": "which words at a table; what they say is sealed",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    sender = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    disclosure = models.UUIDField()
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    accepted_at = models.DateTimeField()
    word = models.UUIDField(null=True)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["municipality", "disclosure"], name="receipt_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["municipality", "concern", "accepted_at"], name="receipt_of_a_concern"
            ),
        ]


class Seat(InConcern):
    """A room's place at a table, in the concern it brought. A table is nothing but its seats.

    `given_at`: this room has given a perspective. `opened_at`: it has been opened with others'.
    """

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "table": "an id that means nothing",
        "is_convener": "which room has invited the others",
        "joined_by": "who works here",
        "joined_at": "when",
        "given_at": "when",
        "opened_at": "when",
        "left_at": "when",
        "ended_at": "when",
        "version": "a count of changes",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    table = models.UUIDField()
    is_convener = models.BooleanField(default=False)
    joined_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    joined_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "table", "agency"], name="seat_of_a_room_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "table"],
                name="seat_of_one_convener",
                condition=Q(is_convener=True),
            ),
            models.CheckConstraint(
                name="seat_opens_only_what_is_given",
                condition=Q(opened_at=None) | Q(given_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "concern"], name="seat_of_a_concern"),
        ]


class Word(InConcern):
    """What a room has written at a table. It is never changed: a correction is a new one."""

    in_clear: ClassVar[Mapping[str, str]] = {
        "agency": "whose room",
        "table": "an id that means nothing",
        "written_by": "who works here",
        "written_at": "when",
    }
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, db_index=False, related_name="+")
    table = models.UUIDField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False, related_name="+")
    written_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["municipality", "concern", "table", "written_at"], name="word_of_a_table"
            ),
        ]
