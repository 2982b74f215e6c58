"""A form in one person's eyes: what they see of it, in the language they read it in."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.questionnaires import queries
from samaan.questionnaires.filled import Filled, read
from samaan.questionnaires.models import Submission
from samaan.questionnaires.permissions import can_fill, hidden
from samaan.questionnaires.sections import Section, sections_of
from samaan.vault import keyring
from samaan.xforms.definition import Definition
from samaan.xforms.languages import code
from samaan.xforms.verdict import Verdict, judge


@dataclass
class Opened:
    """A form, its answers, and the server's verdict on them."""

    submission: Submission
    filled: Filled
    verdict: Verdict

    @property
    def form(self) -> Definition:
        return self.filled.instance.form

    @property
    def sections(self) -> list[Section]:
        return sections_of(self.form)

    def section(self, name: str) -> Section:
        found = next((section for section in self.sections if section.code == name), None)
        if found is None:
            raise Http404
        return found


def see(request: SignedInRequest, pk: UUID) -> Submission:
    """The form this person may see, or the same 404 as for none."""
    found = queries.seen_by(request.user, pk)
    keyring.preload([found.of_record])
    if found.record is not found:
        request.stands_at = found.record.get_absolute_url()
    return found


def open_form(request: SignedInRequest, seen: Submission) -> Opened:
    """Its answers as far as this person sees them."""
    filled = read(seen, hidden(seen, request.user))
    return Opened(seen, filled, judge(filled.instance, now=timezone.localtime(), language=language_of(request, seen)))


def note_look(request: SignedInRequest, seen: Submission) -> None:
    """Reading a form is a look at what it is about."""
    stream.opened(seen, by=request.user, **queries.about(seen))


def works_on(request: SignedInRequest, seen: Submission) -> bool:
    """Whether this person can answer it now."""
    return seen.is_open and can_fill(request.user, seen)


def language_of(request: SignedInRequest, seen: Submission) -> str:
    """The language chosen for this form while one is signed in, else that of the pages, else the form's first."""
    speak(request, seen, request.GET.get("language", ""))
    languages = seen.form.languages
    wanted = request.session.get(in_session(seen), "")
    return seen.form.language(wanted if wanted in languages else get_language() or "")


def speak(request: SignedInRequest, seen: Submission, language: str) -> bool:
    """Show this form in another of its languages from now on."""
    if language not in seen.form.languages:
        return False
    request.session[in_session(seen)] = language
    return True


def in_session(seen: Submission) -> str:
    return f"form-language-{seen.pk}"


def languages(opened: Opened) -> list[dict[str, str | bool]]:
    """The languages to switch between; none when there is only one."""
    return language_links(opened.form, opened.verdict.language)


def language_links(form: Definition, current: str) -> list[dict[str, str | bool]]:
    if len(form.languages) < 2:
        return []
    return [
        {"name": name, "label": name.partition(" (")[0], "code": code(name), "current": name == current}
        for name in form.languages
    ]


def language_code(opened: Opened) -> str:
    """Of the language the form is shown in, where it has a code."""
    return code(opened.verdict.language)
