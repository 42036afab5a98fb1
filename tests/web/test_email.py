from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from fyrstod.web.email import email_settings


def test_one_address_says_where_e_mail_is_sent_from() -> None:
    assert email_settings("smtp+tls://fyr:p%40ss@mail.example:2525") == {
        "scheme": "smtp+tls",
        "host": "mail.example",
        "port": "2525",
        "user": "fyr",
        "password": "p@ss",
    }
    assert email_settings("smtps://mail.example")["port"] == "465"
    assert email_settings(" ") == {}


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://host:port"])
def test_what_is_no_such_address_stops_the_start_without_repeating_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as problem:
        email_settings(url)

    assert url not in str(problem.value)
