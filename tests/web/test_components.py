"""What each component promises to a screen reader and to the next developer."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace as Sample

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

import samaan
from samaan.web.icons import ICONS
from samaan.web.templatetags.samaan import BADGES, initials


def draw(source: str, **context) -> str:
    """Components are compiled by the loader; a template from a string is compiled by hand."""
    from django_cotton.compiler_regex import CottonCompiler

    html = Template(CottonCompiler().process("{% load samaan %}" + source)).render(Context(context))
    return " ".join(html.split())


@pytest.mark.parametrize("kind", BADGES)
def test_a_badge_is_never_colour_alone(kind):
    assert ">Words</span>" in draw(f'{{% badge "{kind}" "Words" %}}')
    assert kind == "status" or "<svg" in draw(f'{{% badge "{kind}" %}}')


def test_what_people_wrote_is_escaped():
    evil = "<script>alert(1)</script>"
    assert "<script>" not in draw('{% badge "status" words %} <c-badge text="{{ words }}" />', words=evil)
    event = Sample(what=evil, who=evil, when=timezone.now(), note=evil)
    assert "<script>" not in draw('<c-timeline :events="events" />', events=[event])
    assert "<script>" not in draw('<c-steps :steps="steps" />', steps=[Sample(label=evil, url="/", style="")])
    message = Sample(id=1, who=evil, at=timezone.now(), text=evil, attachments=[Sample(name=evil, url="/", size=1)])
    assert "<script>" not in draw('<c-chat-messages :messages="messages" />', messages=[message])


def test_icons_are_silent():
    assert all('aria-hidden="true"' in svg for svg in ICONS.values())


def test_a_late_deadline_says_so_in_words():
    html = draw("{% due deadline %}", deadline=timezone.now() - timedelta(hours=3, minutes=1))
    assert 'class="late"' in html and "overdue by 3 hours" in html and "<time datetime=" in html


class Form(forms.Form):
    place = forms.CharField(label="Place", help_text="A village, a street.")
    danger = forms.ChoiceField(label="Danger", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    call = forms.BooleanField(label="Call me", required=False)


def test_a_field_is_tied_to_its_hint_and_its_error():
    html = draw('<c-field :field="form.place" />', form=Form({}))
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert 'id="id_place_helptext"' in html and 'id="id_place_error"' in html
    assert 'aria-invalid="true"' in html and '<label for="id_place">' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = draw('<c-field :field="form.danger" />', form=Form({}))
    assert '<fieldset aria-describedby="id_danger_error">' in html
    assert "<legend>Danger" in html


def test_only_what_may_be_left_out_is_marked():
    html = draw("{{ form }}", form=Form())
    assert html.count("(optional)") == 0, "a single checkbox is a choice by itself"
    assert html.count("data-field=") == 3


def test_errors_stand_at_the_top_and_lead_to_the_input():
    html = draw("{{ form }}", form=Form({}))
    assert '<div class="errors" role="alert" tabindex="-1" data-focus>' in html
    assert 'href="#id_place"' in html and 'href="#id_danger_0"' in html


def test_a_component_sees_only_what_it_is_given():
    html = draw('<c-timeline :events="none" />', events=[Sample(what="Secret", who="", when=timezone.now())])
    assert "Secret" not in html and "Nothing has happened" in html


def test_the_first_step_is_the_plain_button():
    steps = [Sample(label="Accept", url="/a/", style="post"), Sample(label="Decline", url="/d/", style="danger")]
    html = draw('<c-steps :steps="steps" />', steps=steps)
    assert '<form action="/a/" method="post">' in html
    assert 'class="button button-danger" href="/d/"' in html.replace("  ", " ")


def test_no_step_no_heading():
    assert draw('<c-steps :steps="steps" />', steps=[]) == ""


@pytest.mark.parametrize(("name", "letters"), [("Marisol Leal", "ML"), ("Ana María de la Cruz", "AC"), ("Ibis", "I")])
def test_initials(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize("name", ["panel", "table", "notice", "person", "button", "defs", "timeline", "steps"])
def test_what_a_component_passes_on_it_passes_once(name):
    steps = [Sample(label="Accept", url="/a/", style="")]
    given = {"steps": ':steps="steps"', "timeline": ':events="steps"'}.get(name, "")
    html = draw(f'<c-{name} class="mine" {given} data-x="1">In</c-{name}>', steps=steps)
    first = html.split(">")[0]
    assert first.count("class=") == 1 and "mine" in first and first.count('data-x="1"') == 1


WEB = Path(samaan.__file__).parent
USES = [
    (path, name, prop)
    for path in sorted(WEB.glob("*/templates/**/*.html"))
    for name, props in re.findall(r"<c-([a-z-]+)((?:\s+[^<>]*?)?)/?>", path.read_text())
    for prop in re.findall(r"\s:([a-z_]+)=", props)
    if name != "vars"
]


@pytest.mark.parametrize(("path", "name", "prop"), USES, ids=[f"{p.name}-{n}-{v}" for p, n, v in USES])
def test_a_value_passed_as_it_is_ends_in_no_attribute(path, name, prop):
    """`{{ attrs }}` writes what a component did not declare, and does not escape what came with a colon."""
    component = (WEB / "web/templates/cotton" / f"{name.replace('-', '_')}.html").read_text()
    declared = re.search(r"<c-vars ([^>]*)>", component)
    assert "{{ attrs }}" not in component or re.search(rf"(^|[\s:]){prop}=", declared[1])
