"""A page made for one test: real scripts and styles, an invented server."""

import json
from urllib.parse import parse_qs

from playwright.sync_api import Page, Request, Route

FRAME = """<!doctype html><html lang="en"><title>Stage</title>
<link rel="stylesheet" href="/static/web/css/tokens.css"><link rel="stylesheet" href="/static/web/css/components.css">
<meta name="htmx-config" content='{{"allowEval":false,"includeIndicatorStyles":false}}'>
<body data-stay="/stage/stay/" data-live-url="{live}">
<main id="main"><div id="notices"></div>{body}</main>
<dialog id="signed-out"><a data-sign-in href="/accounts/login/">Sign in</a><button data-close>Back</button></dialog>
<dialog id="idle"><button data-stay-here>Stay</button></dialog>
<div id="live-state" hidden>Reconnecting…</div>
<template id="autosave-words" data-saving="Saving" data-saved="Saved" data-waiting="Not saved yet"
 data-refused="Refused" data-conflict="Someone else answered" data-mine="Yours" data-theirs="Theirs:"
 data-keep-mine="Keep mine" data-take-theirs="Use theirs"></template>
{scripts}</body></html>"""


def set_stage(page: Page, body: str, *scripts: str, live: str = "") -> None:
    """Open a page with this content and these scripts."""
    sources = ["vendor/htmx.min.js", "web/js/page.js", *[f"web/js/{name}.js" for name in scripts]]
    tags = "".join(f'<script src="/static/{source}" defer></script>' for source in sources)
    html = FRAME.format(body=body, scripts=tags, live=live)
    page.route("**/stage/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/stage/")


class Server:
    """Answers one address with a list of answers, the last one for ever, and remembers what it was sent."""

    def __init__(self, page: Page, address: str, *answers):
        self.answers, self.sent, self.requests = list(answers), [], []
        page.route(address, self.answer)

    def answer(self, route: Route) -> None:
        self.requests.append(route.request)
        self.sent.append(fields(route.request))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == "line down":
            route.abort("internetdisconnected")
        elif isinstance(answer, str):
            route.fulfill(body=answer, content_type="text/html")
        elif isinstance(answer, int):
            route.fulfill(status=answer)
        else:
            status, told = answer
            route.fulfill(status=status, body=json.dumps(told), content_type="application/json")


def fields(request: Request) -> dict[str, list[str]]:
    """What a form sent, however it was packed."""
    data = request.post_data or ""
    if "form-data" not in request.headers.get("content-type", ""):
        return parse_qs(data)
    found: dict[str, list[str]] = {}
    for part in data.split("Content-Disposition: form-data; name=")[1:]:
        name, _, rest = part.partition("\r\n\r\n")
        found.setdefault(name.split('"')[1], []).append(rest.split("\r\n--")[0])
    return found
