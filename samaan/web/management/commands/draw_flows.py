from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from samaan.web.flows import FLOWS, page


class Command(BaseCommand):
    help = "Writes docs/flows/*.md from the tables of transitions."

    def handle(self, *args, **options):
        folder = Path(settings.BASE_DIR).parent / "docs" / "flows"
        folder.mkdir(parents=True, exist_ok=True)
        for flow in FLOWS:
            (folder / f"{flow.name}.md").write_text(page(flow))
            self.stdout.write(f"docs/flows/{flow.name}.md")
