"""The choices of a form, which are written without Django's templates."""

from django import forms

from samaan.web.choices import attributes

NASTY = '"><script>'


class Form(forms.Form):
    one = forms.ChoiceField(choices=[("a", "A"), (NASTY, NASTY)], widget=forms.RadioSelect, initial="a")
    several = forms.MultipleChoiceField(
        choices=[("Group", [(1, "First"), (2, "Second")])], widget=forms.CheckboxSelectMultiple, required=False
    )
    listed = forms.ChoiceField(choices=[("", "Choose"), ("Group", [("a", "A & B"), ("b", "B")])], initial="b")


def test_a_radio_button_stands_in_its_label():
    assert (
        '<label for="id_one_0"><input type="radio" name="one" value="a" required id="id_one_0" checked> A</label>'
        in str(Form()["one"])
    )


def test_values_and_words_are_escaped():
    assert NASTY not in str(Form()["one"])
    assert "&quot;&gt;&lt;script&gt;</label>" in str(Form()["one"])


def test_what_was_ticked_stays_ticked():
    shown = str(Form({"several": ["2"]})["several"])
    assert '<input type="checkbox" name="several" value="2" id="id_several_0_1" checked>' in shown
    assert '<input type="checkbox" name="several" value="1" id="id_several_0_0">' in shown


def test_options_keep_their_groups_and_what_was_chosen():
    shown = str(Form()["listed"])
    assert '<optgroup label="Group">' in shown
    assert '<option value="a">A &amp; B</option>' in shown
    assert '<option value="b" selected>B</option>' in shown


def test_false_and_none_are_no_attributes():
    assert attributes({"id": "x", "checked": True, "disabled": False, "title": None}) == ' id="x" checked'
