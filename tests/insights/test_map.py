"""The map: who sees which layer, what is never on it, and what is taken out."""

import csv
import dataclasses
import io

import pytest
from django.urls import reverse

from samaan.directory.models import Capacity, Service
from samaan.insights import jobs
from tests.factories.accounts import make_user
from tests.insights.making import last_half_year
from tests.support.seeing import serves_everybody

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def released(job_role, reports):
    with job_role():
        jobs.release_figures()


def test_who_reads_figures_sees_them_and_takes_them_out_on_the_record(released, browse, admin_connection):
    client = browse(make_user("me_officer", "ctu"))

    page = client.get(reverse("insights:map"), {"layer": "reports"}).content.decode()
    taken = client.get(reverse("insights:csv"), {"layer": "reports"})

    assert '<td class="number">11</td>' in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert ["TT-ARI", "Arima", "not shown"] in [[row[0], row[1].split()[0], *row[2:]] for row in rows if len(row) == 3]
    assert rows[-1] == ["", "All regions", "21"]
    found = admin_connection.execute("SELECT data FROM audit_event WHERE kind = 'figures.taken_out'").fetchall()
    assert found == [({"layer": "reports", "period": last_half_year().starts_on.isoformat()},)]


def test_who_only_finds_services_asks_for_figures_in_vain(released, browse):
    client = browse(make_user("first_responder", "ttps"))

    asked = {"layer": "reports", "period": last_half_year().starts_on.isoformat()}
    page = client.get(reverse("insights:map"), asked)
    taken = client.get(reverse("insights:csv"), asked)

    assert "Reports received" not in page.content.decode()
    assert taken.status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"only": ["kind:labour", "persons:child"]},
        {"only": "kind:labour&persons:child"},
        {"only": "persons:child", "period": "2026-02-03"},
        {"only": "persons"},
        {"only": ":*"},
        {"period": "2026-01-01,2026-07-01"},
    ],
)
def test_two_filters_or_other_stretches_of_time_cannot_be_asked_for(released, browse, asked):
    response = browse(make_user("me_officer", "ctu")).get(reverse("insights:csv"), {"layer": "reports"} | asked)

    # Of the same field given twice the last one counts: one filter, never both.
    figures = [row[-1] for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig")))][2:]
    assert response.status_code == 422 or not [count for count in figures if count.isdigit() and int(count) < 5]
    if not isinstance(asked.get("only"), list):
        assert response.status_code == 422


def test_a_place_kept_secret_counts_nowhere(browse):
    client = browse(make_user("first_responder", "ttps"))
    before = client.get(reverse("insights:csv"), {"layer": "services"}).content
    sealed = Service.objects.filter(is_sealed_location=True).exclude(regions=[])
    Service.objects.filter(is_sealed_location=True).update(regions=["TT-TOB"])

    assert sealed.exists()
    assert client.get(reverse("insights:csv"), {"layer": "services"}).content == before


def test_services_with_a_free_place(browse):
    shelter = Service.objects.filter(is_sealed_location=False).exclude(regions=[]).first()
    Capacity.objects.all().delete()
    room = Capacity.objects.create(service=shelter, kind="beds", contracted=3, free=2, held=1)
    client = browse(make_user("first_responder", "ttps"))

    def found() -> str:
        asked = {"layer": "services", "with_room": "on"}
        return client.get(reverse("insights:csv"), asked).content.decode().splitlines()[-1]

    assert found().endswith('"1"')
    Capacity.objects.filter(pk=room.pk).update(held=2)
    assert found().endswith('"0"')


def test_the_outlines_are_the_packs_in_degrees(browse):
    shapes = browse(make_user("first_responder", "ttps")).get(reverse("insights:outlines")).json()

    arima = next(shape for shape in shapes["features"] if shape["id"] == "TT-ARI")
    longitude, latitude = arima["geometry"]["coordinates"][0][0][0]
    assert longitude == pytest.approx(-61.2745, abs=0.002)
    assert latitude == pytest.approx(10.6074, abs=0.002)


def test_the_map_and_its_table_in_a_browser(released, look):
    page = look(make_user("me_officer", "ctu", language="es"), "phone")
    page.goto(reverse("insights:map") + "?layer=reports")
    page.wait_for_selector(".live-map path.level-4")

    serves_everybody(page)

    page.select_option("select[name=only]", "persons:child")
    page.locator("#figures h2", has_text=":").wait_for()
    assert page.locator("tr[data-code=TT-POS] td").inner_text() == "no se muestra"
    assert page.locator(".live-map path.level-4").count() == 0


def test_a_base_map_dropped_into_the_data_folder_is_served_by_us(browse, settings, tmp_path):
    (tmp_path / "basemap/9/168").mkdir(parents=True)
    (tmp_path / "basemap/9/168/240.png").write_bytes(b"a picture")
    settings.CONFIG = dataclasses.replace(settings.CONFIG, data_dir=tmp_path)
    client = browse(make_user("first_responder", "ttps"))

    assert b'data-deepest="9"' in client.get(reverse("insights:map"), {"layer": "services"}).content
    assert client.get("/map/tiles/9/168/240/").content == b"a picture"
    assert client.get("/map/tiles/9/168/241/").status_code == 404
