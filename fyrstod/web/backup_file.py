"""A backup as one file: what it is, the ids it is about, and the database in it."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import tarfile
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from fyrstod.web.stop import Stop

ABOUT, IDS, DATA = "about.json", "ids", "data"
_ID_BYTES = 16


class About(BaseModel):
    """What a backup is.

    `newest` is when the journal's last entry was written, and `sealed_by` the fingerprints of
    the installation keys that open the rooms' keys. `digest` is SHA-256 over the database.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: Literal[1] = 1
    store: Literal["rooms", "keys"]
    engine: Literal["sqlite", "postgresql"]
    made_at: AwareDatetime
    newest: AwareDatetime | None = None
    sealed_by: tuple[Annotated[str, Field(max_length=64)], ...] = ()
    migrations: tuple[str, ...]
    digest: str

    @property
    def day(self) -> str:
        return self.made_at.astimezone().isoformat(sep=" ", timespec="minutes")


def write(target: Path, about: About, ids: Collection[uuid.UUID], data: Path) -> None:
    with tarfile.open(target, "w") as file:
        _add(file, ABOUT, about.model_dump_json(indent=1).encode(), about.made_at)
        _add(file, IDS, b"".join(sorted(one.bytes for one in ids)), about.made_at)
        file.add(data, DATA, filter=_nobodys)


def _add(file: tarfile.TarFile, name: str, content: bytes, at: datetime.datetime) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(at.timestamp()), 0o600
    file.addfile(member, io.BytesIO(content))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def digest(data: Path) -> str:
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(source: Path, store: Literal["rooms", "keys"]) -> tuple[About, frozenset[uuid.UUID]]:
    """What a backup is, and its ids. Raises Stop."""
    with _opened(source) as file:
        try:
            about = About.model_validate_json(_content(file, ABOUT))
        except ValidationError:
            raise Stop(f"{source}: it is no backup that this version of Fyrstöd can read") from None
        if about.store != store:
            raise Stop(f"{source}: it holds {about.store}, and {store} are wanted here")
        ids = _content(file, IDS)
    return about, frozenset(
        uuid.UUID(bytes=ids[start : start + _ID_BYTES]) for start in range(0, len(ids), _ID_BYTES)
    )


def take_out(source: Path, about: About, target: Path) -> None:
    """Write the database of a backup into a file of its own. Raises Stop if it was altered."""
    with _opened(source) as file, target.open("xb") as out:
        inside = file.extractfile(DATA)
        assert inside is not None  # noqa: S101 - a regular file, see `_opened`
        while block := inside.read(1 << 20):
            out.write(block)
    if digest(target) != about.digest:
        raise Stop(f"{source}: it was altered or cut off, so nothing of it is used")


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as file:
            if {member.name for member in file if member.isreg()} != {ABOUT, IDS, DATA}:
                raise Stop(f"{source}: it is no backup of Fyrstöd")
            yield file
    except OSError as problem:
        raise Stop(f"{source}: {problem.strerror or 'it cannot be read'}") from None
    except (tarfile.TarError, EOFError):
        raise Stop(f"{source}: it is no backup of Fyrstöd, or it was cut off") from None


def _content(file: tarfile.TarFile, name: str) -> bytes:
    inside = file.extractfile(name)
    assert inside is not None  # noqa: S101 - a regular file, see `_opened`
    return inside.read()
