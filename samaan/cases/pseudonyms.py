"""Names to call a survivor's file by: trees and birds of Trinidad and Tobago, never a word about the person."""

NAMES = (
    "Poui", "Immortelle", "Samaan", "Mahogany", "Cypre", "Balata", "Crappo", "Tonka", "Angelin", "Mora",
    "Olivier", "Locust", "Calabash", "Roseau", "Balisier", "Chaconia", "Ixora", "Frangipani", "Hibiscus", "Heliconia",
    "Tamarind", "Almond", "Cashew", "Guava", "Mamey", "Sapodilla", "Cocoa", "Nutmeg", "Cedar", "Palmiste",
    "Mangrove", "Bamboo", "Jacaranda", "Cassia", "Teak", "Kiskadee", "Motmot", "Ibis", "Tanager", "Bananaquit",
    "Cocrico", "Hummingbird", "Honeycreeper", "Manakin", "Toucan", "Oriole", "Heron", "Egret", "Pelican", "Jacamar",
    "Trogon", "Bellbird", "Swallow", "Sandpiper", "Osprey", "Kingfisher", "Plover", "Euphonia", "Thrush",
)  # fmt: skip
# Neighbours in time get names far apart in the list: both numbers are prime.
STRIDE = 23
assert len(NAMES) == 59


def pseudonym(number: int) -> str:
    """The name of the case with this number of the sequence: each is given once."""
    turn, place = divmod(number, len(NAMES))
    return f"{NAMES[place * STRIDE % len(NAMES)]} {turn + 1}"
