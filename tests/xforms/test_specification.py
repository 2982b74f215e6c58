"""The functions and operators of the ODK XForms specification, in its order: worth what it says, or refused.

https://getodk.github.io/xforms-spec/#xpath-functions. Where it refers to XPath 1.0 or 3.0 and XForms 1.1, the values
are those of their examples.
"""

import re
from pathlib import Path

import pytest

from samaan.xforms.compiling import compile_expression
from samaan.xforms.grammar import FUNCTIONS, Unreadable
from samaan.xforms.values import to_string
from tests.xforms.test_expressions import SHAPE, evaluate

FORMS_MD = Path(__file__).parents[2] / "docs" / "forms.md"

OPERATORS = {
    "|": [("count(/data/name | /data/age)", "2"), ("count(/data/name | /data/name)", "1")],
    "and": [("true() and false()", "false"), ("1 and 'a'", "true")],
    "or": [("true() or false()", "true"), ("0 or ''", "false")],
    "mod": [("5 mod 2", "1"), ("5 mod -2", "1"), ("-5 mod 2", "-1"), ("-5 mod -2", "-1")],
    "div": [("7 div 2", "3.5"), ("-7 div 0", "-Infinity")],
    "=": [("'a' = 'a'", "true"), ("/data/kid/kname = 'Rio'", "true"), ("'2009-03-04' = /data/born", "true")],
    "!=": [("'a' != 'b'", "true"), ("1 != '1.0'", "false")],
    "<=": [("2 <= 2", "true"), ("/data/born <= today()", "true")],
    "<": [("1 < 2", "true"), ("'2009-03-04' < '2009-03-05'", "true")],
    ">=": [("2 >= 3", "false"), ("today() >= /data/born", "true")],
    ">": [("3 > 2", "true"), ("'2009-03-04' > '2010-01-01'", "false")],
    "+": [("1 + '2'", "3"), ("date('2009-03-04') + 1", "14308")],
    "-": [("3 - 1", "2"), ("date('1970-01-10') - date('1970-01-01')", "9"), ("-(-2)", "2")],
    "*": [("3 * 2", "6"), ("/data/age * 2", "34")],
}

SUPPORTED = {
    "string": [
        ("string(12.50)", "12.5"),
        ("string(1 = 1)", "true"),
        ("string(/data/kid/kname)", "Luz"),
        ("string()", "17"),
    ],
    "concat": [("concat('a')", "a"), ("concat(/data/kid/kname, '!', 1)", "LuzRioSol!1"), ("concat('')", "")],
    "join": [("join(' ', 'a', 'b', 'c')", "a b c"), ("join('-', /data/kid/kname, 'x')", "Luz-Rio-Sol-x")],
    "substr": [("substr('12345', 0, 2)", "12"), ("substr('12345', 1)", "2345"), ("substr('12345', 9)", "")],
    "substring-before": [("substring-before('1999/04/01', '/')", "1999")],
    "substring-after": [
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-after('1999/04/01', '19')", "99/04/01"),
    ],
    "translate": [("translate('bar', 'abc', 'ABC')", "BAr"), ("translate('--aaa--', 'abc-', 'ABC')", "AAA")],
    "string-length": [("string-length('niño')", "4"), ("string-length('😀')", "1")],
    "normalize-space": [("normalize-space(' a \n\t b ')", "a b")],
    "contains": [
        ("contains('tattoo', 't')", "true"),
        ("contains('tattoo', 'ttt')", "false"),
        ("contains('', 't')", "false"),
    ],
    "starts-with": [("starts-with('tattoo', 'tat')", "true"), ("starts-with('tattoo', 'att')", "false")],
    "ends-with": [("ends-with('tattoo', 'tattoo')", "true"), ("ends-with('tattoo', 'atto')", "false")],
    "uuid": [
        ("regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')", "true"),
        ("string-length(uuid(6))", "6"),
    ],
    "digest": [
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("string-length(digest('abc', 'SHA-384', 'hex'))", "96"),
        ("string-length(digest('abc', 'SHA-512', 'hex'))", "128"),
    ],
    "pulldata": [("pulldata('towns', 'people', 'name', 'arima')", "33000")],
    "if": [("if(1 < 2, 'yes', 'no')", "yes"), ("if('', 'yes', 'no')", "no"), ("if('false', 'yes', 'no')", "yes")],
    "coalesce": [("coalesce(/data/empty, /data/name)", "Ana"), ("coalesce(/data/hidden, '')", "")],
    "once": [("once(random())", "17")],
    "true": [("true()", "true")],
    "false": [("false()", "false")],
    "boolean": [("boolean('false')", "true"), ("boolean(0)", "false"), ("boolean(/data/kid[9])", "false")],
    "boolean-from-string": [
        ("boolean-from-string('true')", "true"),
        ("boolean-from-string('1')", "true"),
        ("boolean-from-string('TRUE')", "false"),
        ("boolean-from-string(1 > 2)", "false"),
    ],
    "not": [("not('')", "true"), ("not('false')", "false")],
    "regex": [("regex('12345', '[0-9]+')", "true"), ("regex('', '[0-9]+')", "false"), ("regex('12', '1|12')", "true")],
    "checklist": [
        ("checklist(2, 3, 1, 0, 1)", "true"),
        ("checklist(-1, -1, 0)", "true"),
        ("checklist(2, -1, 1, 0)", "false"),
    ],
    "weighted-checklist": [
        ("weighted-checklist(-1, 4, 1, 3, 0, 9, 1, 1)", "true"),
        ("weighted-checklist(5, -1, 1, 3, 0, 9, 1, 1)", "false"),
    ],
    "number": [
        ("number('1970-01-01')", "0"),
        ("number('1970-01-11')", "10"),
        ("number('abc')", "NaN"),
        ("number(' -3.5 ')", "-3.5"),
        ("number(false())", "0"),
        ("number()", "17"),
    ],
    "random": [("random() >= 0 and random() < 1", "true")],
    "int": [("int(3.9)", "3"), ("int(-3.9)", "-3"), ("int('2.5')", "2")],
    "sum": [("sum(/data/kid[kage != '']/kage)", "8"), ("sum(/data/age)", "17")],
    "max": [("max(/data/kid[kage != '']/kage)", "5"), ("max(3, 4, 5)", "5"), ("max(/data/kid[9]/kage)", "NaN")],
    "min": [("min(/data/kid[kage != '']/kage, 1)", "1"), ("min(3, 4, 5)", "3")],
    "round": [("round(1.5)", "2"), ("round(-1.5)", "-1"), ("round(2.345, 2)", "2.35"), ("round(1234, -2)", "1200")],
    "pow": [("pow(2, 3)", "8"), ("pow(2, -1)", "0.5"), ("pow(-8, 1 div 3)", "NaN"), ("pow(0, 0)", "1")],
    "log": [("round(log(exp(1)), 6)", "1"), ("log(-1)", "NaN"), ("log(0)", "-Infinity")],
    "log10": [("log10(0.001)", "-3"), ("log10(-1)", "NaN"), ("log10(0)", "-Infinity")],
    "abs": [("abs(10.5)", "10.5"), ("abs(-10.5)", "10.5")],
    "sin": [("sin(0)", "0"), ("round(sin(pi() div 2), 9)", "1"), ("round(sin(-pi() div 2), 9)", "-1")],
    "cos": [("cos(0)", "1"), ("round(cos(pi()), 9)", "-1")],
    "tan": [("tan(0)", "0"), ("round(tan(pi() div 4), 9)", "1")],
    "asin": [("asin(0)", "0"), ("round(asin(1), 6)", "1.570796"), ("asin(2)", "NaN")],
    "acos": [("acos(1)", "0"), ("round(acos(-1), 6)", "3.141593"), ("acos(2)", "NaN")],
    "atan": [("atan(0)", "0"), ("round(atan(1), 6)", "0.785398")],
    "atan2": [("atan2(0, 1)", "0"), ("round(atan2(1, 0), 6)", "1.570796"), ("round(atan2(0, -1), 6)", "3.141593")],
    "sqrt": [("sqrt(1000000)", "1000"), ("sqrt(2) * sqrt(2) > 1.999", "true"), ("sqrt(-2)", "NaN")],
    "exp": [("exp(0)", "1"), ("round(exp(1), 6)", "2.718282")],
    "exp10": [("exp10(0)", "1"), ("exp10(-1)", "0.1")],
    "pi": [("round(2 * pi(), 6)", "6.283185")],
    "count": [("count(/data/kid)", "3"), ("count(/data/kid[9])", "0")],
    "count-non-empty": [("count-non-empty(/data/kid/kage)", "2"), ("count-non-empty(/data/empty)", "0")],
    "position": [("position(/data/kid[2])", "2"), ("count(/data/kid[position() < 3])", "2")],
    "instance": [("instance('towns')/root/item[name = 'cedros']/region", "south")],
    "current": [("count(instance('towns')/root/item[people > current()/../age])", "3")],
    "randomize": [("count(randomize(instance('towns')/root/item))", "3")],
    "today": [("today()", "2026-11-30")],
    "now": [("now()", "2026-11-30T22:30:00.000-04:00")],
    "format-date": [
        ("format-date('2026-03-04', '%Y-%m-%d')", "2026-03-04"),
        ("format-date('2026-03-04', '%y %n %b %e %a')", "26 3 Mar 4 Wed"),
        ("format-date(/data/empty, '%Y')", ""),
    ],
    "format-date-time": [
        ("format-date-time('2026-03-04T05:06:07.089-04:00', '%H %h %M %S %3')", "05 5 06 07 089"),
        ("format-date-time('2026-03-04T05:06:07.089-04:00', '%Y%m%d')", "20260304"),
    ],
    "date": [("date('2026-03-04T05:06:07.000-04:00')", "2026-03-04"), ("date(1)", "1970-01-02"), ("date('x')", "")],
    "decimal-date-time": [
        ("decimal-date-time('1970-01-01T00:00:00.000Z')", "0"),
        ("decimal-date-time('1970-01-02T12:00:00.000Z')", "1.5"),
        ("decimal-date-time('1969-12-31')", "-1"),
    ],
    # “Noon is 0.5 and 6pm is 0.75.”
    "decimal-time": [("decimal-time('12:00')", "0.5"), ("decimal-time('18:00:00.000-04:00')", "0.75")],
    "selected": [
        ("selected('a b c', 'b')", "true"),
        ("selected('ab c', 'b')", "false"),
        ("selected('', 'b')", "false"),
    ],
    "selected-at": [
        ("selected-at('a b c', 0)", "a"),
        ("selected-at('a b c', 2)", "c"),
        ("selected-at('a b c', 3)", ""),
    ],
    "count-selected": [("count-selected('a b c')", "3"), ("count-selected('')", "0")],
    "jr:choice-name": [("jr:choice-name('yes', '/data/name')", "<yes>")],
    "indexed-repeat": [("indexed-repeat(/data/kid/kname, /data/kid, 3)", "Sol")],
}

# In the specification, in XPath 1.0, or in what other tools add; none of them is taken for something else.
REFUSED = {
    "area": "area(/data/name)",
    "distance": "distance(/data/name)",
    "geofence": "geofence(/data/name, /data/name)",
    "intersects": "intersects(/data/name)",
    "base64-decode": "base64-decode(/data/name)",
    "extract-signed": "extract-signed(/data/name, 'key')",
    "jr:itext": "jr:itext('id')",
    "thousands-sep": "thousands-sep(1)",
    "local-name": "local-name(/data/name)",
    "namespace-uri": "namespace-uri(/data/name)",
    "name": "name(/data/name)",
    "id": "id('x')",
    "lang": "lang('en')",
    "avg": "avg(/data/kid/kage)",
    "index": "index('x')",
    "property": "property('version')",
    "power": "power(2, 3)",
    "days-from-date": "days-from-date(today())",
    "seconds": "seconds('P1D')",
    "months": "months('P1M')",
    "is-card-number": "is-card-number('1')",
    "upper-case": "upper-case('a')",
    "depend": "depend(1)",
    "search": "search('towns')",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [pair for pairs in [*OPERATORS.values(), *SUPPORTED.values()] for pair in pairs],
    ids=lambda value: ascii(value)[:60],
)
def test_the_specification_says_what_it_is_worth(source: str, expected: str):
    assert to_string(evaluate(source)) == expected


@pytest.mark.parametrize(("name", "source"), REFUSED.items())
def test_a_function_that_is_not_supported_is_refused_by_its_name(name: str, source: str):
    with pytest.raises(Unreadable, match=re.escape(f"{name}()")):
        compile_expression(source, "/data/age", SHAPE)


def test_each_function_of_the_table_stands_in_the_documentation_and_no_other():
    section = FORMS_MD.read_text().partition("## Expressions")[2].partition("What differs")[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("|")]
    listed = {row[1].strip(): {name.strip() for name in row[2].split(",")} for row in rows}
    claimed = set().union(*(listed[kind] for kind in ("text", "conditions", "numbers", "dates", "lists and repeats")))

    # Of XPath 1.0 and of ODK Collect, beside those of the specification.
    more = {"substring", "floor", "ceiling", "date-time", "last"}
    assert claimed == set(FUNCTIONS)
    assert claimed - more == set(SUPPORTED)
    assert all(f"`{sign}`" in section or sign == "|" for sign in OPERATORS)
