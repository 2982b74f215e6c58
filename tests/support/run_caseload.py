"""`python -m tests.support.run_caseload COMMAND …`: what tests/support/caseload.py can, once Django is set up."""

import os
import runpy

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samaan.settings")
django.setup()
runpy.run_module("tests.support.caseload", run_name="__main__")
