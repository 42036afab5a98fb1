"""gunicorn for Fyrstöd: sync workers, and no log of who asked for what.

Never preload: a process that has made a document must not be forked (docs/adr/0003).
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

SILENT_SECONDS = 60
"""Unit: seconds that the kernel keeps a connection which has said nothing."""

workers = 2
worker_class = "sync"
max_requests = 5000
max_requests_jitter = 500
accesslog = None
# A warning quotes the address of a malformed request, and a stranger may have typed there.
loglevel = "error"
# No header from outside may say where the site is mounted.
forwarder_headers = ""
limit_request_line = 2048
preload_app = False


def when_ready(server: Arbiter) -> None:
    """Let the kernel keep a connection until it says something.

    Browsers open connections ahead of need. A sync worker would sit and wait on such a
    silent one, and two of them would stop the site (docs/adr/0010-server.md).
    """
    for listener in server.LISTENERS:
        if listener.sock.family in (socket.AF_INET, socket.AF_INET6):
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT_SECONDS)
