"""The words somebody typed, told from what a form carries besides: ids, versions, codes of choices."""

import re

from django.http import QueryDict

TYPED = re.compile(r"\s|[^\w.-]|\w{25}")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NOT_TYPED = ("csrfmiddlewaretoken",)


def words_typed(sent: QueryDict) -> list[str]:
    """The writer's own words in a form, in the order of its fields."""
    values = [value for name, values in sent.lists() if name not in NOT_TYPED for value in values]
    return [value for value in values if TYPED.search(value) and not ID.fullmatch(value)]
