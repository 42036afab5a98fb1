"""What the server's own settings let through."""

from __future__ import annotations

import runpy
from pathlib import Path

from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http.message import Request  # type: ignore[import-untyped]
from gunicorn.http.unreader import IterUnreader  # type: ignore[import-untyped]

SETTINGS = Path(__file__).parent.parent / "deploy" / "gunicorn.py"


def test_the_server_itself_believes_no_forwarded_scheme() -> None:
    config = Config()
    for name, value in runpy.run_path(str(SETTINGS)).items():
        if name in config.settings:
            config.set(name, value)
    sent = b"GET / HTTP/1.1\r\nHost: example.org\r\nX-Forwarded-Proto: https\r\n\r\n"

    request = Request(config, IterUnreader([sent]), ("127.0.0.1", 50000))

    assert request.scheme == "http"
    assert ("X-FORWARDED-PROTO", "https") in request.headers


def test_the_example_of_a_timer_runs_what_there_is_as_nobody_special() -> None:
    service = (SETTINGS.parent / "fyrstod-dispose.service").read_text(encoding="utf-8")
    timer = (SETTINGS.parent / "fyrstod-dispose.timer").read_text(encoding="utf-8")

    assert "/.venv/bin/fyrstod dispose\n" in service
    assert "User=fyrstod\n" in service
    assert "UMask=0077\n" in service
    assert "Persistent=true\n" in timer
