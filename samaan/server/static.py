"""Style sheets, scripts and pictures, collected under names that change with their content."""

from django.core.management import call_command


def collect() -> None:
    """Bring the collected files up to date; takes a second when nothing changed."""
    call_command("collectstatic", interactive=False, verbosity=0)
