"""HSDS wants a UUID for everything; what has a code of its own here gets the same one every time."""

from uuid import UUID, uuid5

SPACE = UUID("6d0c3b52-5d0f-5c55-9f3e-1b8f5c2f7a10")


def id_of(kind: str, *parts: object) -> str:
    return str(uuid5(SPACE, ":".join([kind, *map(str, parts)])))


def id_of_organisation(code: str) -> str:
    return id_of("organisation", code)


def id_of_term(taxonomy: str, code: str) -> str:
    return id_of("term", taxonomy, code)
