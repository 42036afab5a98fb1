"""What can be wrong with keys. Nothing has been written when one of these is raised."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError


class NoInstallationKey(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The installation has no key, so nothing can be opened or saved here. Whoever "
                "runs it sets FYRSTOD_KEY_FILE. Nothing was changed."
            )
        )


class BadInstallationKey(DomainError):
    """The key is there and is not one. Holds nothing of it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The installation's key cannot be read: it must be 32 bytes in base64. Whoever "
                "runs it restores the right key file. Nothing was changed."
            )
        )


class KeyCommandFailed(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The service that keeps the installation's key does not answer. Nothing was "
                "changed. Try again in a while, or tell whoever runs the installation."
            )
        )


class WrongInstallationKey(DomainError):
    def __init__(self, *, needed: str, given: str) -> None:
        super().__init__(
            _(
                "The room is sealed with installation key %(needed)s, and the installation has "
                "key %(given)s. Restore key file %(needed)s. Nothing was changed."
            )
            % {"needed": needed, "given": given}
        )


class KeyLost(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The key to this is not in the key store. It was erased for good, or the key "
                "store is older than the rooms: then restore the keys' backup from the same "
                "day. Nothing was changed."
            )
        )


class CannotOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This cannot be opened: what is stored is not what was once sealed here. Tell "
                "whoever runs the installation to restore a backup. Nothing was changed."
            )
        )
