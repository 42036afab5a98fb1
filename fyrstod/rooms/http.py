"""The way into a room's pages: who may open one, and what answers when they may not.

A stranger gets 404, as if there were no such room. Somebody with a role in the room that does
not cover the page gets 403, whatever reference was asked for, so that the answer does not tell
which concerns there are.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase

from fyrstod.access.policy import Action, Denied, granted, require
from fyrstod.people.models import Agency, User
from fyrstod.rooms import selectors
from fyrstod.rooms.models import Concern
from fyrstod.rooms.record import note_refused
from fyrstod.rooms.rows import ConcernGone

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


def user_of(request: HttpRequest) -> User:
    """Who has signed in. `access.closed` let nobody else come this far."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def room_page(
    action: Action,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Agency, P], R]],
    Callable[Concatenate[HttpRequest, P], R],
]:
    """Declare what a page of a room does, and let in those who may. Gives the view its room."""

    def wrap(
        view: Callable[Concatenate[HttpRequest, Agency, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @functools.wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            room_id = kwargs.pop("room_id")
            assert isinstance(room_id, uuid.UUID)  # noqa: S101 - the address pattern says so
            room = selectors.room_of(user_of(request), room_id)
            if room is None:
                raise Http404
            try:
                require(user_of(request), action, room)
            except Denied:
                with transaction.atomic():
                    note_refused(user_of(request), room)
                raise
            # Both are read by the page's frame.
            request.room = room  # type: ignore[attr-defined]  # as said above
            actions = granted(user_of(request), room)
            request.room_actions = actions  # type: ignore[attr-defined]  # as said above
            return view(request, room, *args, **kwargs)

        opened.action = action  # type: ignore[attr-defined]  # read by the test of every address
        return opened

    return wrap


def concern_page(
    action: Action,
) -> Callable[
    [Callable[Concatenate[HttpRequest, Concern, P], R]],
    Callable[Concatenate[HttpRequest, P], R],
]:
    """The same for a page of one concern. Gives the view its concern; `concern.agency` is the room.

    Raises ConcernGone for one that is erased, so that an open tab says what has become of it.
    """

    def wrap(
        view: Callable[Concatenate[HttpRequest, Concern, P], R],
    ) -> Callable[Concatenate[HttpRequest, P], R]:
        @room_page(action)
        @functools.wraps(view)
        def opened(request: HttpRequest, room: Agency, /, *args: P.args, **kwargs: P.kwargs) -> R:
            reference = kwargs.pop("reference")
            concern = selectors.concern_in(room, str(reference))
            if concern is None:
                if selectors.was_erased(room, str(reference)):
                    raise ConcernGone
                raise Http404
            concern.agency = room
            return view(request, concern, *args, **kwargs)

        return opened

    return wrap
