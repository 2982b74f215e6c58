"""`make screenshots`: the main pages of a demo of its own; with `--demo FOLDER`, of one that is running."""

from contextlib import nullcontext
from pathlib import Path

import click
from playwright.sync_api import sync_playwright

from scripts.screenshots import demo
from scripts.screenshots.guest import CHROMIUM, FLAGS, Guests
from scripts.screenshots.pages import PAGES, SIZES
from scripts.screenshots.picture import keep

DOCS = Path(__file__).parents[2] / "docs" / "pages"


@click.command(help=__doc__)
@click.option("--demo", "folder", type=click.Path(path_type=Path), help="Data folder of a running demo.")
@click.option("--into", type=click.Path(path_type=Path), default=DOCS, show_default="docs/pages")
@click.option("--every", is_flag=True, help="Every page in both languages on both sizes, whole: for looking at.")
@click.argument("names", nargs=-1)
def main(folder: Path | None, into: Path, every: bool, names: tuple[str, ...]) -> None:
    into.mkdir(parents=True, exist_ok=True)
    with nullcontext(demo.read(folder)) if folder else demo.started() as stage, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        guests = Guests(browser, stage)
        for page in PAGES:
            if names and page.name not in names:
                continue
            for version in SIZES if every else page.versions:
                language, width = version.split("-")
                drawn = guests.draw(page, language, int(width), whole=every)
                path = into / f"{page.name}-{version}.png"
                click.echo(f"{path.name}: {keep(drawn, path) // 1024} kB")
        browser.close()


if __name__ == "__main__":
    main()
