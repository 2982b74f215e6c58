"""What the server says of a form while it is filled in."""

from datetime import datetime, timedelta, timezone
from random import Random

import pytest
from django.utils import translation

from samaan.xforms.faults import Refused, TooMuch
from samaan.xforms.instance import MOST_REPEATS, Instance
from samaan.xforms.instance_xml import write_instance
from samaan.xforms.verdict import Verdict, apply_answers, finish, judge, new_instance
from tests.xforms.screening import screening
from tests.xforms.workbooks import form

NOW = datetime(2026, 11, 30, 22, 30, tzinfo=timezone(timedelta(hours=-4)))
AGREED = {"/data/consent/agrees": "yes", "/data/person/name": "Ana", "/data/person/born": "1990-05-06"}


@pytest.fixture
def instance() -> Instance:
    return new_instance(screening(), now=NOW, chance=Random(1))


def answer(instance: Instance, language: str = "en", **answers: str) -> Verdict:
    """Answers by the last part of their address, and AGREED before them."""
    written = {f"/data/{name.replace('__', '/')}": text for name, text in answers.items()}
    return apply_answers(instance, {**AGREED, **written}, now=NOW, language=language)


def fill(survey: str, answers: dict[str, str], choices: str = "") -> Verdict:
    """A small form with some answers."""
    begun = new_instance(form(survey, choices), now=NOW)
    return apply_answers(begun, {f"/data/{name}": text for name, text in answers.items()}, now=NOW)


# Beginning


def test_a_form_begins_with_its_defaults(instance: Instance):
    assert instance.value("/data/begun") == "2026-11-30T22:30:00.000-04:00"
    assert instance.value("/data/day") == "2026-11-30"
    assert instance.value("/data/person/country") == "ve"
    assert instance.instance_id.startswith("uuid:")
    assert "/data/child[1]" not in judge(instance, now=NOW).judged
    assert "/data/place[1]" in judge(instance, now=NOW).judged


def test_a_calculated_default_is_given_once():
    survey = "| type | name | label | default |\n| text | a | A | x |\n| text | b | B | concat(${a}, '!') |"
    begun = new_instance(form(survey), now=NOW)
    apply_answers(begun, {"/data/a": "y"}, now=NOW)

    assert begun.value("/data/b") == "x!"


# Relevance


def test_what_is_not_relevant_is_not_asked(instance: Instance):
    verdict = judge(instance, now=NOW)

    assert not verdict["/data/person"].relevant
    assert not verdict["/data/person/name"].relevant
    assert verdict.problems.keys() == {"/data/consent/agrees", "/data/read_out"}


def test_a_reason_opens_the_rest_too(instance: Instance):
    verdict = apply_answers(
        instance, {"/data/consent/agrees": "no", "/data/consent/why_not": "A child in danger"}, now=NOW
    )

    assert verdict["/data/person/name"].relevant
    assert not verdict["/data/person/name"].required


def test_an_answer_that_is_no_longer_relevant_is_kept_in_the_draft_and_left_out_at_the_end(instance: Instance):
    answer(instance)
    verdict = apply_answers(instance, {"/data/consent/agrees": "no"}, now=NOW)

    assert not verdict["/data/person/name"].relevant
    assert instance.value("/data/person/name") == "Ana"
    assert b"Ana" in write_instance(instance)
    assert b"Ana" not in write_instance(instance, finished=True)
    again = apply_answers(instance, {"/data/consent/agrees": "yes"}, now=NOW)
    assert again["/data/person/name"].value == "Ana"


def test_no_expression_sees_an_answer_that_is_not_relevant():
    verdict = fill(
        """
        | type      | name | label | relevant   | calculation        |
        | text      | a    | A     |            |                    |
        | text      | b    | B     | ${a} = 'x' |                    |
        | calculate | c    |       |            | concat('<', ${b}, '>') |
        """,
        {"a": "y", "b": "hidden"},
    )

    assert verdict["/data/c"].value == "<>"
    assert verdict["/data/b"].value == "hidden"


# Required and constraints


def test_a_missing_answer_is_said_in_the_language_of_the_form(instance: Instance):
    def said(language: str) -> str:
        return judge(instance, now=NOW, language=language)["/data/consent/agrees"].problem

    assert said("en") == "Ask this first."
    assert said("es") == "Pregunte esto primero."


def test_a_form_without_messages_of_its_own_says_ours(instance: Instance):
    assert judge(instance, now=NOW, language="en")["/data/read_out"].problem == "This question needs an answer."
    with translation.override("en"):
        spanish = judge(instance, now=NOW, language="Español (es)")["/data/read_out"].problem
    assert spanish == "Esta pregunta necesita una respuesta."


def test_a_constraint_speaks_with_the_answers_it_mentions(instance: Instance):
    assert answer(instance, person__born="2026-12-01")["/data/person/born"].problem == (
        "Ana cannot be born after today."
    )
    assert answer(instance, "es", person__born="2027-01-01")["/data/person/born"].problem == (
        "Ana no pudo nacer después de hoy."
    )
    # Half past ten in the evening: today is still today.
    assert answer(instance, person__born="2026-11-30")["/data/person/born"].problem == ""


def test_a_constraint_says_nothing_of_an_empty_answer(instance: Instance):
    assert answer(instance, person__born="")["/data/person/born"].problem == ""


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", ["0", "-3", "999999999"], ["1.5", "x", "1e3", "9999999999", "١"]),
        ("decimal", ["1", "-1.50", ".5"], ["1,5", "NaN", "Infinity", "1e3"]),
        ("date", ["2026-02-28"], ["2026-02-30", "28/02/2026", "2026-2-3", "x"]),
        ("time", ["14:30", "14:30:00.000-04:00"], ["25:00", "2pm"]),
        ("datetime", ["2026-11-30T14:30:00.000-04:00"], ["2026-11-30", "2026-11-30T99:00"]),
        ("geopoint", ["10.5 -61.3", "10.5 -61.3 12 4.5"], ["10.5", "91 0", "0 181", "a b", "1 2 3 4 5"]),
        ("image", ["photo 1.jpg", "é.png"], ["../x.png", "/etc/passwd", ".hidden", "a/b"]),
        ("acknowledge", ["OK"], ["yes"]),
    ],
)
def test_an_answer_is_of_its_type(kind: str, good: list[str], bad: list[str]):
    survey = f"| type | name | label |\n| {kind} | a | A |"

    assert [fill(survey, {"a": text})["/data/a"].problem for text in good] == [""] * len(good)
    assert all(fill(survey, {"a": text})["/data/a"].problem for text in bad)


def test_a_range_has_ends_and_steps():
    survey = "| type | name | label | parameters |\n| range | a | A | start=0 end=1 step=0.1 |"

    problems = [fill(survey, {"a": text})["/data/a"].problem for text in ("0", "0.3", "1", "1.1", "0.35", "x")]
    assert [bool(problem) for problem in problems] == [False, False, False, True, True, True]


# Choices


def test_choices_follow_their_filter(instance: Instance):
    verdict = answer(instance, person__country="ve", person__town="azua")

    assert [choice.name for choice in verdict.choices("/data/person/town")] == ["tucupita", "guiria"]
    assert verdict["/data/person/town"].problem == "Choose among what is offered."
    assert answer(instance, person__country="do")["/data/person/town"].problem == ""


def test_choices_have_labels_in_each_language(instance: Instance):
    for language, label in (("en", "Haitian Creole"), ("es", "criollo")):
        verdict = judge(instance, now=NOW, language=language)
        assert verdict.choice_label(verdict.choices("/data/person/languages")[2]) == label


def test_several_choices_are_each_on_offer(instance: Instance):
    def problem(languages: str) -> str:
        return answer(instance, person__languages=languages)["/data/person/languages"].problem

    assert [problem(text) for text in ("es en", "es xx", "es es", "es en ht")] == [
        "",
        "Choose among what is offered.",
        "Choose each only once.",
        "At most two.",
    ]


def test_the_words_of_a_choice_are_those_of_the_language(instance: Instance):
    assert answer(instance, "es", person__languages="ht").label("/data/person/said") == "Habla criollo."
    assert answer(instance, "en", person__languages="ht").label("/data/person/said") == "They speak Haitian Creole."


# Calculations


def test_calculations_follow_from_each_other(instance: Instance):
    verdict = answer(instance, signs__sign_1="3", signs__sign_2="3", signs__sign_5="1")

    assert verdict["/data/person/age"].value == "36"
    assert verdict["/data/person/group"].value == "adult"
    assert verdict["/data/signs/score"].value == "7"
    assert verdict["/data/signs/suggestion"].value == "some"


def test_calculations_are_worked_out_in_order_whatever_their_rows():
    survey = "| type | name | label | calculation |\n" + "\n".join(
        f"| calculate | c{number} | | ${{c{number + 1}}} + 1 |" for number in range(40)
    )
    verdict = fill(f"{survey}\n| integer | c40 | A | |", {"c40": "2"})

    assert verdict["/data/c0"].value == "42"


def test_what_is_no_number_is_written_as_nothing():
    survey = "| type | name | label | calculation |\n| integer | a | A | |\n| calculate | b | | ${a} + 1 |"

    assert fill(survey, {"a": ""})["/data/b"].value == ""
    assert fill(survey, {"a": "1"})["/data/b"].value == "2"


def test_once_stays(instance: Instance):
    lot = instance.value("/data/lot")
    answer(instance)

    assert lot != ""
    assert instance.value("/data/lot") == lot


def test_judging_again_changes_nothing(instance: Instance):
    answer(instance, children_count="2", person__languages="es")
    before = write_instance(instance)

    assert judge(instance, now=NOW).judged.keys() == judge(instance, now=NOW).judged.keys()
    assert write_instance(instance) == before


# Repeats


def test_a_counted_repeat_has_its_number(instance: Instance):
    verdict = answer(instance, children_count="2")
    assert [address for address in verdict.judged if address.endswith("child_name")] == [
        "/data/child[1]/child_name",
        "/data/child[2]/child_name",
    ]
    verdict = apply_answers(
        instance,
        {
            "/data/child[1]/child_name": "Luz",
            "/data/child[1]/child_age": "4",
            "/data/child[2]/child_name": "Rio",
            "/data/child[2]/child_age": "40",
        },
        now=NOW,
        language="es",
    )

    assert verdict.label("/data/child[2]/child_age") == "¿Qué edad tiene Rio?"
    assert verdict.label("/data/child[2]/child_name") == "Nombre del menor 2"
    assert verdict["/data/child[2]/child_age"].problem == "Rio no es mayor que Ana."
    assert not verdict["/data/child[1]/at_school"].relevant
    assert verdict["/data/child[2]/at_school"].relevant
    assert verdict["/data/ages"].value == "44"
    assert verdict["/data/eldest"].value == "Luz"


def test_a_slip_in_the_number_loses_nobody(instance: Instance):
    answer(instance, children_count="2")
    apply_answers(instance, {"/data/child[2]/child_name": "Rio"}, now=NOW)

    fewer = apply_answers(instance, {"/data/children_count": "1"}, now=NOW)
    assert not fewer["/data/child[2]"].relevant
    assert b"Rio" in write_instance(instance)
    assert b"Rio" not in write_instance(instance, finished=True)

    more = apply_answers(instance, {"/data/children_count": "2"}, now=NOW)
    assert more["/data/child[2]/child_name"].value == "Rio"


def test_answers_of_a_repeat_are_filtered_and_counted(instance: Instance):
    answer(instance, children_count="3")
    ages = {f"/data/child[{number}]/child_age": str(age) for number, age in enumerate((7, 8, 3), start=1)}
    schools = {f"/data/child[{number}]/at_school": "yes" for number in (1, 2, 3)}

    assert apply_answers(instance, {**ages, **schools}, now=NOW)["/data/pupils"].value == "2"


def test_no_count_makes_more_than_a_form_can_bear(instance: Instance):
    survey = """
        | type         | name | label | repeat_count |
        | integer      | n    | N     |              |
        | begin repeat | r    | R     | ${n}         |
        | text         | a    | A     |              |
        | end repeat   |      |       |              |
        """
    verdict = fill(survey, {"n": "999999999"})

    assert len([address for address in verdict.judged if address.endswith("/a")]) == MOST_REPEATS
    assert verdict["/data/r[1]"].problem == f"There can be no more than {MOST_REPEATS}."


def test_repeats_inside_repeats_that_count_each_other():
    survey = """
        | type         | name  | label | repeat_count | calculation        |
        | integer      | n     | N     |              |                    |
        | begin repeat | outer | O     | ${n}         |                    |
        | integer      | m     | M     |              |                    |
        | begin repeat | inner | I     | ${m}         |                    |
        | calculate    | place |       |              | concat(position(../..), '.', position(..)) |
        | end repeat   |       |       |              |                    |
        | end repeat   |       |       |              |                    |
        | calculate    | all   |       |              | join(' ', ${place}) |
        """
    begun = new_instance(form(survey), now=NOW)
    apply_answers(begun, {"/data/n": "2"}, now=NOW)
    verdict = apply_answers(begun, {"/data/outer[1]/m": "2", "/data/outer[2]/m": "1"}, now=NOW)

    assert verdict["/data/all"].value == "1.1 1.2 2.1"


def test_a_repeat_without_a_number_is_added_and_removed(instance: Instance):
    answer(instance, person__town="guiria")
    instance.add_repeat("/data/place")
    verdict = judge(instance, now=NOW)
    assert verdict["/data/place[2]/place_name"].value == "guiria"

    apply_answers(instance, {"/data/place[2]/place_name": "Second"}, now=NOW)
    instance.remove_repeat("/data/place[1]")
    assert judge(instance, now=NOW)["/data/place[1]/place_name"].value == "Second"


def test_whether_one_more_may_be_added(instance: Instance):
    def may(address: str) -> bool:
        return judge(instance, now=NOW).may_add(address)

    assert [may(address) for address in ("/data/place", "/data/child", "/data/person", "/data/none")] == [
        True,
        False,
        False,
        False,
    ]
    instance.remove_repeat("/data/place[1]")
    assert may("/data/place")


def test_a_repeat_that_is_not_relevant_is_not_added_to():
    survey = """
        | type         | name | label | relevant   |
        | text         | a    | A     |            |
        | begin repeat | r    | R     | ${a} = 'x' |
        | text         | b    | B     |            |
        | end repeat   |      |       |            |
        """

    assert fill(survey, {"a": "x"}).may_add("/data/r")
    assert not fill(survey, {"a": "y"}).may_add("/data/r")


def test_a_repeat_has_an_end(instance: Instance):
    for _number in range(MOST_REPEATS - 1):
        instance.add_repeat("/data/place")

    with pytest.raises(Refused):
        instance.add_repeat("/data/place")


@pytest.mark.parametrize("address", ["/data/child", "/data/person", "/data/person/name", "/data/none", "", "/"])
def test_nothing_else_is_added(instance: Instance, address: str):
    with pytest.raises(Refused):
        instance.add_repeat(address)


@pytest.mark.parametrize("address", ["/data", "/data/person", "/data/place[2]", "/data/person/name"])
def test_nothing_else_is_removed(instance: Instance, address: str):
    with pytest.raises(Refused):
        instance.remove_repeat(address)


# Answering


@pytest.mark.parametrize(
    "address",
    [
        "/data/person/age",
        "/data/person",
        "/data/begun",
        "/data/person/said",
        "/data/none",
        "/data/place[2]/point",
        "/data/place[0]/point",
        "/other/person",
        "/data/../data/person/name",
        "",
        "/data/person/name[2]",
    ],
)
def test_an_answer_where_none_is_asked_writes_nothing(instance: Instance, address: str):
    before = write_instance(instance)

    with pytest.raises(Refused):
        apply_answers(instance, {"/data/person/name": "Ana", address: "x"}, now=NOW)
    assert write_instance(instance) == before


def test_what_is_read_only_takes_no_answer():
    survey = """
        | type | name | label | default | read_only  |
        | text | a    | A     |         |            |
        | text | b    | B     | fixed   | ${a} = 'x' |
        """

    assert fill(survey, {"b": "changed"})["/data/b"].value == "changed"
    begun = new_instance(form(survey), now=NOW)
    assert apply_answers(begun, {"/data/a": "x"}, now=NOW)["/data/b"].read_only
    with pytest.raises(Refused):
        apply_answers(begun, {"/data/b": "changed"}, now=NOW)
    assert begun.value("/data/b") == "fixed"


def test_an_answer_is_written_as_text_that_xml_can_hold(instance: Instance):
    verdict = answer(instance, person__name=" A\x00n\ufffea \r\n<b> ")

    assert verdict["/data/person/name"].value == "Ana \n<b>"


def test_an_answer_has_a_longest(instance: Instance):
    with pytest.raises(Refused):
        answer(instance, person__name="x" * 100_001)


# Finishing


def test_a_form_is_finished_when_nothing_is_missing(instance: Instance):
    answer(instance)
    assert not finish(instance, now=NOW).is_complete

    apply_answers(instance, {"/data/read_out": "OK"}, now=NOW)
    verdict = finish(instance, now=NOW + timedelta(minutes=40))
    assert verdict.is_complete
    assert verdict["/data/ended"].value == "2026-11-30T23:10:00.000-04:00"
    assert verdict.name == "adult ve"


def test_hints_are_there_for_who_asks_and_for_who_is_asked(instance: Instance):
    verdict = answer(instance, "es")

    assert verdict.hint("/data/consent/agrees") == "Puede detenerse cuando quiera."
    assert verdict.guidance("/data/consent/agrees") == "Anote la respuesta en sus palabras."
    assert verdict.label("/data/person/town") == "¿Qué ciudad de ve?"


# Forms that would not end


@pytest.mark.parametrize(
    "survey",
    [
        "| type | name | label | calculation |\n| text | c0 | A | |\n"
        + "\n".join(f"| calculate | c{n} | | concat(${{c{n - 1}}}, ${{c{n - 1}}}) |" for n in range(1, 60)),
        "| type | name | label | calculation |\n| text | c0 | A | |\n| calculate | c1 | | regex(${c0}, '(a¦aa)+') |",
    ],
    ids=["doubling", "backtracking"],
)
def test_a_hostile_form_is_stopped_and_writes_nothing(survey: str):
    begun = new_instance(form(survey), now=NOW)

    with pytest.raises(TooMuch):
        apply_answers(begun, {"/data/c0": "a" * 50 + "!"}, now=NOW)
    assert begun.value("/data/c0") == ""


def test_a_form_of_repeats_that_look_at_each_other_is_stopped():
    survey = """
        | type         | name | label | repeat_count | calculation |
        | integer      | n    | N     |              |             |
        | begin repeat | r    | R     | ${n}         |             |
        | integer      | a    | A     |              |             |
        | calculate    | b    |       |              | count(/data/r[count(/data/r[a = current()/../a]) > 0]) |
        | end repeat   |      |       |              |             |
        """
    begun = new_instance(form(survey), now=NOW)

    with pytest.raises(TooMuch):
        apply_answers(begun, {"/data/n": "200"}, now=NOW)
