"""The booklet: asked for by anybody who refers, made by the worker, in each language, without a secret place."""

from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from samaan import countrypack
from samaan.accounts.models import Organisation
from samaan.directory.models import Service
from samaan.mechanism import jobs, workflow
from samaan.mechanism.diagram import draw_all
from samaan.mechanism.models import Booklet
from samaan.mechanism.showing import groups
from tests.factories.accounts import make_user
from tests.factories.staff import acting, director
from tests.factories.terms import make_terms

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_whole_mechanism_in_spanish_on_paper(browse, job_role):
    terms = make_terms(provider=Organisation.objects.get(code="fia"))
    manager = make_user("case_manager", language="es")
    browser, address = browse(manager), reverse("mechanism:booklet")
    assert browser.post(address, {"language": "es"}).status_code == 302
    browser.post(address, {"language": "es"})
    waiting = ProcrastinateJob.objects.filter(task_name="samaan.mechanism.jobs.make_booklet")
    assert [job.args for job in waiting] == [{"language": "es"}], "once, however often it is asked for"
    with job_role():
        jobs.make_booklet("es")
    answer = browser.get(reverse("mechanism:booklet_file", args=["es"]))
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.content)).pages]
    pack, text = countrypack.pack(), " ".join("\n".join(pages).split())
    assert len(pages) > len(pack.routes), "a page for each need"
    assert all(f"mapa de remisión {pack.version}" in " ".join(page.split()) for page in pages)
    assert all(" ".join(way.label.split()) in text for group in in_spanish() for way in group.ways)
    assert "Encuentra una cama la misma noche." in text and terms.accepted_by.full_name in text
    sealed = Service.objects.filter(is_sealed_location=True)
    assert sealed.exists() and text.count("El lugar se mantiene en secreto.") == sealed.count()


def in_spanish():
    with translation.override("es"):
        return groups(countrypack.pack().routes)


def test_who_has_no_business_with_the_map_asks_for_none_and_unknown_languages_are_none():
    for who, language in ((make_user("auditor", "oversight"), "es"), (director(), "de")):
        with acting(who), pytest.raises(PermissionDenied):
            workflow.ask_for_booklet(language, by=who)
    assert not Booklet.objects.exists()


def test_the_drawing_names_each_provider_once_in_its_order_and_nothing_leaves_the_sheet():
    shown = groups(countrypack.pack().routes)
    for drawn in draw_all(shown):
        needs = [box for box in drawn.boxes if box.is_need]
        assert len(needs) == len(drawn.group.ways)
        assert len(drawn.boxes) - len(needs) == sum(len(w.providers) + len(w.children) for w in drawn.group.ways)
        assert max(box.x + box.width for box in drawn.boxes) <= 680
        assert max(box.y + box.height for box in drawn.boxes) <= drawn.height
