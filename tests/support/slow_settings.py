"""The settings, with pages that take their time in place of ours."""

from samaan.settings import *  # noqa: F403

ROOT_URLCONF = "tests.support.slow_urls"
