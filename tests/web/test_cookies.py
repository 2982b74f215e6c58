"""Over TLS every cookie is one that a browser sends to this host alone."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

NAMES = """
import django, json
django.setup()
from django.conf import settings
from samaan.web.messages import Cookie
names = [getattr(settings, f"{kind}_COOKIE_NAME") for kind in ("SESSION", "CSRF", "LANGUAGE")]
print(json.dumps([*names, Cookie.cookie_name, settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE]))
"""


@pytest.mark.parametrize(("address", "prefix"), [("https://samaan.example.org", "__Host-"), ("http://127.0.0.1", "")])
def test_cookies_are_named_for_this_host_alone_over_tls(address, prefix):
    environment = {**os.environ, "SAMAAN_BASE_URL": address, "SAMAAN_DATA_DIR": str(settings.CONFIG.data_dir)}
    done = subprocess.run([sys.executable, "-c", NAMES], env=environment, capture_output=True, text=True, check=True)
    *names, secure = json.loads(done.stdout)
    assert names == [f"{prefix}{name}" for name in ("sessionid", "csrftoken", "django_language", "messages")]
    assert secure == bool(prefix)
