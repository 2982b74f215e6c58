"""The single choices of a form: boxes to tick, radio buttons, options of a list.

Django's templates include up to three others for each, and a section of a screening has a hundred: a third of its time.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def choice_input(option: Mapping[str, Any]) -> SafeString:
    """`{% choice_input option %}`: a radio button or a box to tick, in its label."""
    attrs = {"type": option["type"], "name": option["name"], "value": option["value"]} | option["attrs"]
    field = f"<input{attributes(attrs)}>"
    if option["wrap_label"]:
        target = attributes({"for": option["attrs"].get("id")})
        field = f"<label{target}>{field} {conditional_escape(option['label'])}</label>"
    return mark_safe(field)  # noqa: S308  # every part of it is escaped above


def select_option(option: Mapping[str, Any]) -> SafeString:
    """`{% select_option option %}`: one option of a list that unfolds."""
    attrs = attributes({"value": str(option["value"])} | option["attrs"])
    return mark_safe(f"<option{attrs}>{conditional_escape(option['label'])}</option>")  # noqa: S308  # as above


def attributes(attrs: Mapping[str, Any]) -> str:
    """The attributes of an element, each value escaped: True stands without a value, False and None not at all."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False and value is not None
    )
