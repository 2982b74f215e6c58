"""Our own small icons, drawn on a 24 by 24 grid with one stroke; always beside a word or with a hidden one."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS = {
    "alert": "M12 4 2.8 20h18.4L12 4Zm0 6v4.5m0 2.8v.2",
    "back": "M19 12H5m6-6-6 6 6 6",
    "bell": "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15L6 16Zm4 5h4",
    "case": "M3 7h7l2 2h9v11H3V7Zm0 5h18",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "child": "M12 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm0 0v7m0 0-3 6m3-6 3 6M6.5 12h11",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2",
    "close": "m6 6 12 12M18 6 6 18",
    "exit": "M14 4h6v16h-6M4 12h11m-4-4 4 4-4 4",
    "eye": (
        "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"
        "m9.5 2.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
    ),
    "file": "M6 2.5h8l4 4v15H6v-19Zm8 0v4h4",
    "forward": "m9 6 6 6-6 6",
    "globe": (
        "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm-9 9h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3Z"
    ),
    "home": "M4 11 12 4l8 7v9h-5.5v-6h-5v6H4v-9Z",
    "inbox": "M3 13 6 5h12l3 8v6H3v-6Zm0 0h5l1.5 3h5l1.5-3h5",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 8v5.5m0-9v.2",
    "key": "M15 3a6 6 0 1 0-5 9.2L3 19v2.5h4V19h2.5v-2.5H12l1.5-2A6 6 0 0 0 15 3Zm1.5 4.5v.1",
    "lock": "M5 10.5h14v10H5v-10Zm3 0V7a4 4 0 0 1 8 0v3.5M12 14.5v2",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "minus": "M5 12h14",
    "network": (
        "M12 8.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z"
        "M5 21.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm14 0a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z"
        "M10.5 8 6.5 16m7-8 4 8"
    ),
    "people": (
        "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 9c0-4 3-6 6.5-6s6.5 2 6.5 6"
        "M16 4.5a3.5 3.5 0 0 1 0 6.2m2 3.8c2.2.8 3.5 2.7 3.5 5.5"
    ),
    "person": "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 21c0-4.5 3.5-7 7.5-7s7.5 2.5 7.5 7",
    "phone": "M5 3h4l2 5-2.5 2a12 12 0 0 0 5.5 5.5l2-2.5 5 2v4c0 1-1 2-2 2C11 21 3 13 3 5c0-1 1-2 2-2Z",
    "plus": "M12 5v14M5 12h14",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L20.5 20.5",
    "send": "M4 12 20 4l-5 16-3.5-6.5L4 12Zm7.5 1.5L20 4",
    "settings": "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5v5m-6 5v5",
    "share": (
        "M8 13.5 16 18"
        "M16 6l-8 4.5"
        "M6 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
        "M18 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm0 14a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
    ),
}


def svg(name: str) -> SafeString:
    """The icon as inline SVG, hidden from screen readers."""
    return ICONS[name]


SVG = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>'
ICONS = {name: format_html(SVG, path) for name, path in PATHS.items()}
