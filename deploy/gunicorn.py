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
# A guard against leaks that nobody has seen. A new worker reads and checks the pack, which takes
# as long as thousands of content pages, so it must be rare, and never both workers at once.
max_requests = 200_000
max_requests_jitter = 100_000
accesslog = None
# A warning quotes the address of a malformed request, and a stranger may have typed there.
loglevel = "error"
# No header from outside may say where the site is mounted.
forwarder_headers = ""
# Whether a forwarded scheme is believed is said by FYRSTOD_TRUSTED_PROXIES alone; gunicorn would
# believe anybody on this machine.
secure_scheme_headers: dict[str, str] = {}
limit_request_line = 2048
preload_app = False
# Files the server makes, the database among them, are its own.
umask = 0o077


def when_ready(server: Arbiter) -> None:
    """Let the kernel keep a connection until it says something.

    Browsers open connections ahead of need. A sync worker would sit and wait on such a
    silent one, and two of them would stop the site (docs/adr/0010-server.md).
    """
    for listener in server.LISTENERS:
        by_network = listener.sock.family in (socket.AF_INET, socket.AF_INET6)
        if by_network and hasattr(socket, "TCP_DEFER_ACCEPT"):  # Linux has it, others do not
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT_SECONDS)
