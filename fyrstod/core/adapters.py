"""What reads and writes a type, made when it is first asked for."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

_made: dict[Any, TypeAdapter[Any]] = {}


def adapter_of(kind: type[T]) -> TypeAdapter[T]:
    """The one adapter of a type. Making it takes long, and a start has use for few of them."""
    if kind not in _made:
        _made[kind] = TypeAdapter(kind)
    return _made[kind]
