"""What a page tried against its content security policy, in any tab of any browser test."""

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage

MARK = "Content Security Policy"
# The browser's own event, for what it does not write into the console as well.
TELL = f"""document.addEventListener("securitypolicyviolation", (tried) =>
  console.error("{MARK}: " + tried.violatedDirective + " " + tried.blockedURI + " in " + location.pathname))"""


class Violations:
    """Watches every context that a browser opens."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, browser: Browser) -> None:
        open_context = browser.new_context

        def opening(**options: object) -> BrowserContext:
            context = open_context(**options)
            if options.get("java_script_enabled", True):
                context.add_init_script(TELL)
            context.on("console", self.note)
            return context

        browser.new_context = opening

    def note(self, said: ConsoleMessage) -> None:
        if MARK in said.text:
            self.found.append(said.text)

    def take(self) -> list[str]:
        """What was found since somebody asked."""
        found, self.found = self.found, []
        return found
