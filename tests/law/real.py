"""The real pack's law, and the situations whose answer is known."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from fyrstod.law.advice import Rulebook
from fyrstod.packs.loader import load

ROOT = Path(__file__).parent.parent.parent
PACK = load(ROOT / "content" / "fyrstod" / "2026.2")
RULES = Rulebook.of(PACK)
TABLE = Path(__file__).parent / "situations.toml"
SITUATIONS: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["situation"]
