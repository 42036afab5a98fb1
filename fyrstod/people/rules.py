"""What is refused with a sentence, where the policy alone does not say it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError


class NotOneself(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This is about you, so somebody else has to do it."))


class NotTheSamePerson(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You proposed this yourself, so somebody else has to confirm it."))


class NotOpenAnyMore(DomainError):
    """Somebody was first, in another tab or in another office."""

    def __init__(self) -> None:
        super().__init__(_("This has been decided already. The page shows how it stands now."))


class AlreadyHeld(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s has this role already, or it waits to be confirmed.") % {"name": name}
        )


class NameTaken(DomainError):
    def __init__(self) -> None:
        super().__init__(_("There is an agency of this name already. Choose another name."))


class WrongPlace(DomainError):
    """A role of the whole municipality was proposed for an agency, or the other way round."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Administrators and content editors belong to the whole municipality. All other "
                "roles belong to one agency. Choose the place again."
            )
        )


class ReviewsOwnRoles(DomainError):
    """Somebody who gives roles would read the journal of how they are given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s cannot both give roles and review how they are given. Choose somebody "
                "else, or end the other role first."
            )
            % {"name": name}
        )


class PeopleStillHere(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "People still have roles here, or a role waits to be confirmed. End those first, "
                "the records officer's last."
            )
        )


class TwoAdministratorsNeeded(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "A municipality needs two administrators, since everything takes two. Let a new "
                "one be confirmed first."
            )
        )


class WorksElsewhereToo(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This person works in another municipality too, so nobody here can reset the "
                "sign-in alone. A recovery code, or a link by e-mail, still works."
            )
        )
