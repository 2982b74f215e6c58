"""The pack at work is held in the process, and a new one is noticed."""

import pytest

from samaan import countrypack
from samaan.countrypack import active, loading
from samaan.countrypack.content import Pack
from samaan.countrypack.models import PackVersion
from tests.countrypack.conftest import TT


@pytest.fixture(autouse=True)
def forgotten(db):
    active.forget()
    yield
    active.forget()


def test_asking_again_asks_the_database_nothing(django_assert_num_queries):
    loading.load(TT)
    countrypack.pack()

    with django_assert_num_queries(0):
        countrypack.pack().label("sex", "female")


def test_after_two_seconds_only_the_version_is_asked_for(django_assert_num_queries):
    loading.load(TT)
    held = countrypack.pack()
    active._held.looked_at -= active.RECHECK_SECONDS + 1

    with django_assert_num_queries(1):
        assert countrypack.pack() is held


def test_a_version_loaded_by_another_process_is_noticed(folder, change):
    loading.load(TT)
    countrypack.pack()
    content = {**countrypack.pack().content, "country": {**countrypack.pack().country, "version": "elsewhere"}}
    PackVersion.objects.update(is_active=False)
    PackVersion.objects.create(code="tt", version="elsewhere", checksum="x", content=content)
    active._held.looked_at -= active.RECHECK_SECONDS + 1

    assert countrypack.pack().version == "elsewhere"


def test_without_a_pack_the_way_out_is_said():
    PackVersion.objects.all().delete()

    with pytest.raises(active.NoPack, match="samaan pack load"):
        countrypack.pack()


def test_another_pack_for_a_while(tt):
    other = Pack({**tt.content, "country": {**tt.country, "version": "other"}})
    with active.use_instead(other):
        assert countrypack.pack().version == "other"
    loading.load(TT)
    assert countrypack.pack().version != "other"
