"""How a command says that it cannot go on."""

from __future__ import annotations

from fyrstod.core.errors import DomainError


class Stop(DomainError):
    """The command cannot go on. `lines` say why, one thing each."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
