"""What can be done with a concern's pieces beyond writing and correcting one."""

from __future__ import annotations

import dataclasses
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from fyrstod.access.policy import Action, performs
from fyrstod.people.models import User
from fyrstod.rooms import services
from fyrstod.rooms.contents import Note
from fyrstod.rooms.models import Concern, Piece
from fyrstod.rooms.selectors import OpenPiece


@performs(Action.WRITE_CONCERN, "concern")
@transaction.atomic
def answer_unknown(
    *,
    by: User,
    concern: Concern,
    unknown: OpenPiece,
    contents: Note,
    piece_id: uuid.UUID,
    seen: int,
) -> Piece:
    """Write the piece that tells what was not known, and let the question point to it.

    `seen` is the version of the question in sight. Raises IsClosed or ChangedMeanwhile, and
    then nothing is written.
    """
    answer = services.write_piece(by=by, concern=concern, contents=contents, piece_id=piece_id)
    answered = dataclasses.replace(
        unknown.note, gone=True, answered_by=str(piece_id), reason=_("Answered.")
    )
    services.correct_piece(by=by, concern=concern, piece=unknown.row, contents=answered, seen=seen)
    return answer
