"""The headers every page carries."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

_SNIPPET = Path(__file__).parent / "templates" / "components" / "js_enabled.html"


def script_hash(html: str) -> str:
    """The CSP source of the one inline script in `html`."""
    inside = html.split("<script>", 1)[1].split("</script>", 1)[0]
    return f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'"


def content_security_policy() -> str:
    """Our own files and one inline script, known by its hash. Nothing from anywhere else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {script_hash(_SNIPPET.read_text(encoding='utf-8'))}",
            "style-src 'self'",
            "img-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
