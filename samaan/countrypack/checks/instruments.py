"""instruments.yaml: which form is used for what, about which record, and who fills it in."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from samaan.countrypack import vocabulary
from samaan.countrypack.checks import common, own_columns
from samaan.countrypack.faults import Fault
from samaan.countrypack.files import Row, read_yaml
from samaan.countrypack.reading import INSTRUMENTS, Source
from samaan.countrypack.shapes import Shape, labels, listing, one_of, record, suggest, text, yes_or_no
from samaan.countrypack.workbooks import Workbook


def instrument_shape(words: Shape) -> Shape:
    return record(
        {
            "code": text,
            "form": text,
            "label": words,
            "purpose": one_of(vocabulary.PURPOSES),
            "record": one_of(vocabulary.FORM_RECORDS),
            "compartment": text,
            "fill": one_of(vocabulary.PERMISSIONS),
            "several": yes_or_no,
        }
    )


def check(source: Source) -> Iterator[Fault]:
    """A pack may have no instruments; what it has must be sound, and so must the form of each."""
    if source.unreadable(INSTRUMENTS) or not (source.folder / INSTRUMENTS).exists():
        return
    # Read once more, because the pack keeps only what stands under the one name the file should have.
    content = read_yaml(source.folder / INSTRUMENTS, INSTRUMENTS, [])
    shape = instrument_shape(labels(*common.languages(source)))
    yield from record({"instruments": listing(shape, empty=True)})(content, content, "")
    found = common.rows(content.get("instruments"))
    yield from common.good_codes(found)
    forms = {workbook.form.form_id: workbook for workbook in source.workbooks if workbook.form}
    for instrument in common.sound(found, shape):
        yield from one_instrument(source, instrument, forms)


def one_instrument(source: Source, instrument: Row, forms: Mapping[str, Workbook]) -> Iterator[Fault]:
    yield from common.known(instrument, "compartment", vocabulary.COMPARTMENTS[instrument["record"]])
    workbook = forms.get(instrument["form"])
    if workbook:
        yield from own_columns.check(source, workbook, instrument)
        return
    # A form with faults of its own is not read; they are said in its place.
    if not any(workbook.read.faults for workbook in source.workbooks):
        problem = _("There is no form “%(form)s”.") % {"form": instrument["form"]}
        remedy = suggest(instrument["form"], sorted(forms)) or _("Put its workbook into forms/.")
        yield instrument.fault("form", problem, remedy)
