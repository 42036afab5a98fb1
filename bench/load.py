"""As many requests as a server takes, from connections that each do one thing at a time."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence

from bench.installation import HOST, Server

CONNECTIONS = 8
Request = bytes
"""A whole HTTP request, as it goes over the wire."""

_SCRIPT = """
local requests = { %s }
local thread_number = 0
function setup(thread) thread:set("number", thread_number); thread_number = thread_number + 1 end
function init() at = 0 end
function request()
  local mine = requests[(number or 0) %% #requests + 1]
  at = at %% #mine + 1
  return mine[at]
end
"""


def request(
    server: Server, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Request:
    """A POST with a body, a GET without one."""
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", f"Host: {HOST}:{server.port}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join((*lines, "", "")).encode() + (body or b"")


def per_second(server: Server, cycles: Sequence[Sequence[Request]], seconds: float) -> float:
    """Requests answered each second. Each connection repeats a cycle of its own.

    Raises RuntimeError when anything but 2xx and 3xx came back (for the 404 floor, see
    `floor_per_second`).
    """
    rate, refused = _run(server, cycles, seconds)
    if refused:
        raise RuntimeError(f"{refused} of the answers were errors")
    return rate


def floor_per_second(server: Server, cycles: Sequence[Sequence[Request]], seconds: float) -> float:
    """The same, where every answer is an error and meant to be."""
    rate, refused = _run(server, cycles, seconds)
    if not refused:
        raise RuntimeError("nothing was refused, so this is no floor")
    return rate


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "a small Python client (install wrk for less noise)"


def _run(server: Server, cycles: Sequence[Sequence[Request]], seconds: float) -> tuple[float, int]:
    return (
        _wrk(server, cycles, seconds) if shutil.which("wrk") else _python(server, cycles, seconds)
    )


def _wrk(server: Server, cycles: Sequence[Sequence[Request]], seconds: float) -> tuple[float, int]:
    """wrk with a thread for each cycle, so that each connection keeps to its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        tables = ", ".join(f"{{{', '.join(map(_lua, cycle))}}}" for cycle in cycles)
        script.write(_SCRIPT % tables)
        script.flush()
        wrk = ["wrk", f"-t{len(cycles)}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=20s"]
        wrk += ["-s", script.name]
        told = subprocess.run([*wrk, server.url], capture_output=True, text=True, check=True).stdout
    if "Socket errors" in told:
        raise RuntimeError(told)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if rate is None:
        raise RuntimeError(told)
    return float(rate[1]), int(refused[1]) if refused else 0


def _lua(text: bytes) -> str:
    return '"' + "".join(f"\\{byte:03d}" for byte in text) + '"'


def _python(
    server: Server, cycles: Sequence[Sequence[Request]], seconds: float
) -> tuple[float, int]:
    answered, refused = [0] * CONNECTIONS, [0] * CONNECTIONS
    began = time.perf_counter()

    def repeat(number: int) -> None:
        cycle = cycles[number % len(cycles)]
        while time.perf_counter() < began + seconds:
            status, _answer = ask(server, cycle[answered[number] % len(cycle)])
            answered[number] += 1
            refused[number] += status >= 400

    threads = [threading.Thread(target=repeat, args=[number]) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / (time.perf_counter() - began), sum(refused)


def ask(server: Server, what: Request) -> tuple[int, bytes]:
    """The status of one answer, and every byte of it, headers and all."""
    with socket.create_connection((HOST, server.port)) as connection:
        connection.sendall(what)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return int(answer[9:12]), answer
