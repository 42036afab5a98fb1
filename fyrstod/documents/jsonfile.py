"""The tree as JSON, for another system to read."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from fyrstod.core.text import without_hidden
from fyrstod.documents.tree import Document


def to_json(document: Document) -> str:
    """Every part of the tree in the order of its definition, each with its `kind`."""
    return json.dumps(_data(document), ensure_ascii=False, indent=2) + "\n"


def _data(node: object) -> object:
    data = node
    match node:
        case str():
            data = without_hidden(node)
        case bytes():
            data = base64.b64encode(node).decode("ascii")
        case datetime.datetime():
            data = node.isoformat()
        case tuple():
            data = [_data(item) for item in node]
        case Mapping():
            data = {key: _data(node[key]) for key in sorted(node)}
        case _ if is_dataclass(node):
            parts = {field.name: _data(getattr(node, field.name)) for field in fields(node)}
            data = {"kind": type(node).__name__.lower(), **parts}
    return data
