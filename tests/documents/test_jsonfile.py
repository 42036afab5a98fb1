from __future__ import annotations

import base64
import dataclasses
import json

from fyrstod.documents.jsonfile import to_json
from fyrstod.documents.tree import Field, Fields, Paragraph
from tests.documents import samples


def test_the_whole_tree_is_there_and_each_part_says_what_it_is() -> None:
    document = samples.document(Fields((Field("Ditt namn", "Maria", missing=False),)))

    assert json.loads(to_json(document)) == {
        "kind": "document",
        "title": "Orosanmälan",
        "subtitle": "Elias Testsson, 15 år",
        "language": "sv",
        "reference": "FS-K7QX-M2DA",
        "pack": "Fyrstöd 2026.1",
        "created": "2026-11-23T14:05:00+01:00",
        "recipient": "Socialtjänsten i Lillköping",
        "secrecy": "Sekretess: ____ kap. ____ § offentlighets- och sekretesslagen.",
        "sections": [
            {
                "kind": "section",
                "heading": "Barnet",
                "blocks": [
                    {
                        "kind": "fields",
                        "items": [
                            {
                                "kind": "field",
                                "label": "Ditt namn",
                                "value": "Maria",
                                "missing": False,
                                "points": [],
                                "lines": 0,
                            }
                        ],
                    }
                ],
                "sections": [],
            }
        ],
        "labels": {
            "created": "Upprättad",
            "of": "av",
            "pack": "Stödmaterial",
            "page": "Sida",
            "reference": "Referens",
            "to": "Till",
        },
        "author": "Maria Exempelsson",
        "attachments": [
            {
                "kind": "attachment",
                "name": "answers.json",
                "media_type": "application/json",
                "description": "Svaren",
                "data": base64.b64encode(samples.ANSWERS).decode(),
            }
        ],
    }


def test_the_order_of_the_labels_does_not_matter() -> None:
    document = samples.document()
    turned = dataclasses.replace(
        document, labels=dict(sorted(document.labels.items(), reverse=True))
    )

    assert to_json(turned) == to_json(document)


def test_letters_are_readable_and_what_no_file_can_hold_is_dropped() -> None:
    written = to_json(samples.document(Paragraph("å\x00ä\ud800ö 😀")))

    assert "åäö 😀" in written
    assert written.encode("utf-8")
