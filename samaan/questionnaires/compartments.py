"""Which compartment of the record each question of a form is in."""

from samaan.xforms.definition import Definition


def compartment_of(form: Definition, path: str, base: str) -> str:
    """The compartment of a question; `base` is that of the form."""
    return form.compartments.get(path, "") or base


def compartments(form: Definition, base: str) -> set[str]:
    """Every compartment that something of the form is in; always that of the form itself."""
    return {base, *(found for found in form.compartments.values() if found)}
