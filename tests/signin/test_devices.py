"""A device in words."""

import pytest
from django.test import RequestFactory

from samaan.signin.devices import device_of, in_words

NAMES = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Windows",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36": (
        "Chrome on Android"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1": (
        "Safari on iPhone"
    ),
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130": (
        "Edge on Windows"
    ),
    "": "A browser that does not say which",
    "<script>alert(1)</script>": "A browser that does not say which",
}


@pytest.mark.parametrize(("called", "words"), NAMES.items())
def test_it_is_called_what_people_call_it(called, words):
    assert in_words(*device_of(RequestFactory(headers={"User-Agent": called}).get("/"))) == words
