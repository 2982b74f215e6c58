"""PDF files, written anew: without who made them when with what, and without what would act by itself."""

import io
from collections.abc import Iterator

import pikepdf

from samaan.vault.refusals import Refused

# Of the whole document: description, what starts on opening, scripts, packed files.
OF_DOCUMENT = ("/Metadata", "/OpenAction", "/AA", "/PieceInfo", "/AF")
OF_NAMES = ("/JavaScript", "/EmbeddedFiles")
OF_OBJECTS = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF")
ACTING = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMediaExecute"}


def clean(content: bytes) -> Iterator[bytes]:
    """Raises Refused for what is no PDF, or is locked."""
    target = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            take_out(pdf)
            pdf.save(target, deterministic_id=True)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError):
        raise Refused("damaged") from None
    yield target.getvalue()


def take_out(pdf: pikepdf.Pdf) -> None:
    if not len(pdf.pages):
        raise Refused("damaged")
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for name in OF_DOCUMENT:
        drop(pdf.Root, name)
    if "/Names" in pdf.Root:
        for name in OF_NAMES:
            drop(pdf.Root.Names, name)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            clean_object(thing)


def clean_object(thing: pikepdf.Object) -> None:
    for name in OF_OBJECTS:
        drop(thing, name)
    action = thing.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in ACTING:
        for name in list(thing.keys()):
            drop(thing, name)
    for name in ("/A", "/Next"):
        inner = thing.get(name)
        if isinstance(inner, pikepdf.Dictionary) and str(inner.get("/S", "")) in ACTING:
            drop(thing, name)


def drop(thing: pikepdf.Object, name: str) -> None:
    if name in thing:
        del thing[name]
