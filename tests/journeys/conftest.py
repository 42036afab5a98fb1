"""A real server and a real browser for the journeys."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import postgresql
from tests.leaks import in_files

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FYRSTOD = "from fyrstod.web.cli import main; raise SystemExit(main())"
"""The command, as the installed one runs it."""
OPERATOR = "Björkdala kommun (påhittad)"


@dataclass(frozen=True)
class Server:
    """An installation: its address, its folder, its log, and where it may put temporary files."""

    url: str
    var: Path
    log: Path
    temporary: Path
    environment: Mapping[str, str]
    databases: Mapping[str, str]
    """On PostgreSQL, what the environment says of them; on SQLite they lie in the folder."""

    def kept(self) -> Iterator[tuple[str, bytes]]:
        """Every place where the installation leaves something, its log too, with what is there."""
        yield from in_files(self.var, self.log.parent, self.temporary)
        for address in self.databases.values():
            yield from postgresql.rows_at(address)

    def written(self) -> bytes:
        return b"".join(data for _place, data in self.kept())

    def command(self, *words: str) -> str:
        """What a command of `fyrstod` prints here. It must go well."""
        done = subprocess.run(
            [sys.executable, "-c", FYRSTOD, *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


Install = Callable[..., Server]


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """An installation that nobody serves yet: `install("demo")`. The words are commands.

    It is a copy: the databases are made, and the commands of `fyrstod` run, once for them all.
    """
    made: dict[tuple[str, ...], Server] = {}
    copies: list[Server] = []

    def installed(*commands: str) -> Server:
        if commands not in made:
            made[commands] = new_installation(tmp_path_factory)
            for command in commands:
                made[commands].command(command)
        copies.append(copy_of(made[commands], tmp_path_factory))
        return copies[-1]

    yield installed
    for one in (*made.values(), *copies):
        postgresql.drop(one.databases.values())


@pytest.fixture(scope="session")
def server(install: Install) -> Iterator[Server]:
    prepared = install()
    with running(prepared):
        yield prepared


@pytest.fixture(scope="session")
def bjorkdala(install: Install) -> Iterator[Server]:
    """An installation with the fictitious municipality, for every journey through its rooms."""
    prepared = install("demo")
    with running(prepared):
        yield prepared


def new_installation(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """One in a folder of its own."""
    var, temporary = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("temporary")
    databases = postgresql.make()
    environment = {
        **os.environ,
        **databases,
        "DJANGO_SETTINGS_MODULE": "fyrstod.settings",
        "FYRSTOD_VAR": str(var),
        "FYRSTOD_SECRET_KEY": secrets.token_hex(),
        "FYRSTOD_OPERATOR": OPERATOR,
        "FYRSTOD_OVERLAY": str(ROOT / "content" / "bjorkdala" / "2026.1"),
        "TMPDIR": str(temporary),
    }
    subprocess.run(
        [sys.executable, "-m", "fyrstod.web.prepare"], cwd=ROOT, env=environment, check=True
    )
    log = tmp_path_factory.mktemp("log") / "server.log"
    return Server(f"http://127.0.0.1:{free_port()}", var, log, temporary, environment, databases)


def copy_of(prepared: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The same databases and the same secret, with a port, a log and folders of its own."""
    var, temporary = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("temporary")
    shutil.copytree(prepared.var, var, dirs_exist_ok=True)
    databases = postgresql.make(like=prepared.databases)
    return Server(
        f"http://127.0.0.1:{free_port()}",
        var,
        tmp_path_factory.mktemp("log") / "server.log",
        temporary,
        {
            **prepared.environment,
            **databases,
            "FYRSTOD_VAR": str(var),
            "TMPDIR": str(temporary),
        },
        databases,
    )


@contextmanager
def running(server: Server) -> Iterator[None]:
    """gunicorn as script/server runs it."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
    with server.log.open("ab") as output:
        process = subprocess.Popen(
            [*gunicorn, "--bind", server.url.removeprefix("http://"), "fyrstod.wsgi"],
            cwd=ROOT,
            env=server.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"{server.url}/healthz", process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(200):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("FYRSTOD_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path or None,
            args=[
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--disable-dev-shm-usage",
            ],
        )
        yield chromium
        chromium.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Opener]:
    """Open a browser of one's own: `open_page(script=True, width=360, dark=False)`.

    `bare` keeps our scripts from loading, as a poor network would, and yet lets axe run.
    """
    contexts: list[BrowserContext] = []

    def opened(
        *, script: bool = True, bare: bool = False, width: int = 1280, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if bare:
            context.route("**/*.js", lambda route: route.abort())
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@dataclass(frozen=True)
class Violation:
    page: str
    rule: str
    where: str


def axe(page: Page) -> list[Violation]:
    """What axe-core finds wrong with the page as it stands, by WCAG 2.2 AA and best practice.

    A page is the same whichever database is behind it, so it is read on SQLite only.
    """
    if postgresql.in_use():
        return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without the nodes of what is well, which nobody reads.
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        Violation(page.url, f"{rule['id']}: {rule['help']}", node["html"][:200])
        for rule in found
        for node in rule["nodes"]
    ]
