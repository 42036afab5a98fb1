"""From `git clone` to the first page, on a machine that has nothing but a package cache."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from bench.installation import HOST, ROOT, free_port, started, until_answered
from bench.results import Measured, Part, at_most

FIRST_S = 90
SECOND_S = 3
PATIENCE = 900
"""Unit: seconds, for a cache that is not warm yet."""
OF_THE_MACHINE = ("PATH", "LANG", "TERM", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
PACKAGES = ("PIP_", "npm_config_", "http_proxy", "https_proxy", "no_proxy")
"""What says where packages come from: beginnings of names."""


def measure(*, rounds: int) -> Part:
    firsts, seconds = [], []
    with tempfile.TemporaryDirectory(prefix="fyrstod-fresh-") as folder:
        origin = _origin(Path(folder))
        for number in range(rounds + 1):
            first, second = _fresh(origin, Path(folder) / str(number))
            if number:  # the first time fills the package cache
                firsts.append(first)
                seconds.append(second)
    first_start = Measured("git clone to first page", "s", tuple(firsts))
    second_start = Measured("Second start to first page", "s", tuple(seconds))
    return Part(
        title="A fresh start",
        how=(
            "The working tree is cloned into an empty folder and `script/server` is run there with "
            "an empty home and a bare environment, until `/sv/` answers. pip and npm find the "
            "machine’s settings and its cache, filled by a run before."
        ),
        measured=(first_start, second_start),
        targets=(
            at_most("Fresh clone to first page", first_start.median, FIRST_S, "s"),
            at_most("Second start", second_start.median, SECOND_S, "s"),
        ),
        marks={first_start.name: FIRST_S, second_start.name: SECOND_S},
    )


def _origin(folder: Path) -> Path:
    """A repository of the files as they lie here, so that unfinished work is measured too."""
    origin = folder / "origin"
    listed = _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            copy = origin / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
            copy.chmod((ROOT / name).stat().st_mode)
    _git(origin, "init", "--quiet")
    _git(origin, "add", "--all")
    who = ("-c", "user.name=bench", "-c", "user.email=bench@localhost")
    _git(origin, *who, "commit", "--quiet", "--no-verify", "--message", "As it lies here.")
    return origin


def _git(folder: Path, *command: str) -> str:
    return subprocess.run(
        ["git", *command], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def _fresh(origin: Path, folder: Path) -> tuple[float, float]:
    """Seconds of the first and of the second start."""
    home = folder / "home"
    home.mkdir(parents=True)
    port = free_port()
    environment = _bare_environment(home) | {"FYRSTOD_PORT": str(port)}
    clone = folder / "clone"
    began = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(origin), str(clone)], check=True)
    first = _until_first_page(clone, environment, began)
    return first, _until_first_page(clone, environment, time.perf_counter())


def _until_first_page(clone: Path, environment: Mapping[str, str], began: float) -> float:
    url = f"http://{HOST}:{environment['FYRSTOD_PORT']}/sv/"
    with started(["script/server"], cwd=clone, environment=environment) as process:
        until_answered(url, process, PATIENCE)
        return time.perf_counter() - began


def _bare_environment(home: Path) -> dict[str, str]:
    """An empty home, and nothing else but where packages come from and are kept."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in OF_THE_MACHINE or name.startswith(PACKAGES) or name.lower().startswith(PACKAGES)
    }
    user = Path.home()
    return {
        "PIP_CONFIG_FILE": str(user / ".config" / "pip" / "pip.conf"),
        "npm_config_userconfig": str(user / ".npmrc"),
        **kept,
        "PIP_CACHE_DIR": str(user / ".cache" / "pip"),
        "npm_config_cache": str(user / ".npm"),
        "HOME": str(home),
    }
