"""Every word of the interface stands in Swedish too."""

from __future__ import annotations

import importlib.machinery
import importlib.util
from pathlib import Path
from types import ModuleType

SCRIPT = Path(__file__).parent.parent / "script" / "messages"


def messages() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("fyrstod_messages", str(SCRIPT))
    spec = importlib.util.spec_from_loader("fyrstod_messages", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_every_msgid_of_the_code_has_swedish() -> None:
    script = messages()

    lacking = script.missing(script.in_code(), script.in_swedish())

    assert lacking == []


def test_swedish_holds_the_same_placeholders_as_the_english() -> None:
    script = messages()

    broken = [
        str(message.id)
        for message in script.in_swedish()
        if message.id and message.string and message.python_format and list(message.check())
    ]

    assert broken == []
