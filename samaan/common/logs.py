"""What the text log says of a request: that it was refused or failed, and in which part of the program."""

import logging
from http import HTTPStatus

# These write the address of the request. An address holds the ids of records, the secret of a link, or whatever
# somebody typed, which may be a name.
ABOUT_REQUESTS = ("django.request", "django.security")


class WithoutAddress(logging.Filter):
    """Lets every line through; one about a request says its status and the view in place of the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(ABOUT_REQUESTS) and hasattr(record, "status_code"):
            record.msg, record.args = "%s in %s", (status(record), view_of(record))
        return True


def status(record: logging.LogRecord) -> str:
    code = int(getattr(record, "status_code", 0))
    return f"{code} {HTTPStatus(code).phrase}" if code in set(HTTPStatus) else str(code)


def view_of(record: logging.LogRecord) -> str:
    """The name of the page, without what stands in its address."""
    found = getattr(getattr(record, "request", None), "resolver_match", None)
    return found.view_name if found else "no page"
