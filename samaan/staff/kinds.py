"""Kinds of organisation that may come in by proposal."""

from samaan import countrypack


def that_may_be_proposed() -> list[str]:
    """All but the unit's own kind and those whose roles administer the system or read the log."""
    pack = countrypack.pack()
    unit = pack.organisations[pack.unit_organisation].kind
    guarded = {unit} | {
        kind
        for role in pack.roles.values()
        if {"administer.users", "audit.view"} & set(role.permissions)
        for kind in role.organisation_kinds
    }
    return [code for code, _label in pack.choices("organisation_kinds") if code not in guarded]
