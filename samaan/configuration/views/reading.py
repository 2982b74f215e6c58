"""The pack at work, as an officer reads it, and as files."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from samaan import countrypack
from samaan.accounts.http import SignedInRequest
from samaan.audit import stream
from samaan.configuration import examining, permissions, queries, showing
from samaan.configuration.views.acting import as_file, lookers_only
from samaan.countrypack import exporting, formversions
from samaan.countrypack.models import FormVersion, PackVersion


@login_required
@require_GET
def overview(request: SignedInRequest) -> HttpResponse:
    """What is at work, what is being changed, and every version there was."""
    lookers_only(request)
    pack = countrypack.pack()
    versions = queries.versions(request.user)
    page = {
        "pack": pack,
        "at_work": next(one for one in versions if one.is_active),
        "versions": versions,
        "open": queries.open_changes(request.user),
        "closed": queries.closed_changes(request.user),
        "may_propose": permissions.can_propose(request.user),
    }
    return render(request, "configuration/overview.html", page)


@login_required
@require_GET
def version(request: SignedInRequest, number: int) -> HttpResponse:
    """One version: who proposed and approved it, and what it changed."""
    lookers_only(request)
    found = PackVersion.objects.defer("content").select_related("loaded_by").filter(pk=number).first()
    if found is None:
        raise Http404
    page = {
        "version": found,
        "change": queries.changes(request.user).filter(made=found).first(),
        "may_go_back": not found.is_active and permissions.can_propose(request.user),
    }
    return render(request, "configuration/version.html", page)


@login_required
@require_GET
def download(request: SignedInRequest) -> HttpResponse:
    """The whole pack at work as one .zip, as `samaan pack export` writes it."""
    lookers_only(request)
    version = examining.at_work()
    stream.append("pack.exported", by=request.user, version=version.pk)
    return as_file(f"{version.code}-{version.version}.zip", exporting.as_zip(version.content))


@login_required
@require_GET
def file(request: SignedInRequest, path: str) -> HttpResponse:
    """One file of the pack at work: a workbook, a list."""
    lookers_only(request)
    data = examining.files_at_work().get(path)
    if data is None:
        raise Http404
    return as_file(path.rpartition("/")[2], data)


@login_required
@require_GET
def forms(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    pack = countrypack.pack()
    used = {one.form: one for one in pack.instruments.values()}
    page = {"forms": [(row, used.get(row["form_id"])) for row in pack.content.get("forms") or ()]}
    return render(request, "configuration/forms.html", page)


@login_required
@require_GET
def form(request: SignedInRequest, form_id: str) -> HttpResponse:
    """A form with its questions, and the versions it had."""
    lookers_only(request)
    pack = countrypack.pack()
    if form_id not in pack.forms:
        raise Http404
    definition = formversions.definition(formversions.at_work(form_id))
    row = next(row for row in pack.content["forms"] if row["form_id"] == form_id)
    page = {
        "form": pack.forms[form_id],
        "file": row["file"],
        "instruments": [one for one in pack.instruments.values() if one.form == form_id],
        "spoken": definition.languages,
        "questions": list(showing.questions(definition)),
        "had": FormVersion.objects.defer("workbook", "lists").filter(form_id=form_id).order_by("-pk"),
    }
    return render(request, "configuration/form.html", page)


@login_required
@require_GET
def lists(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    found = countrypack.pack().codelists
    page = {"lists": [(name, len(found[name].entries)) for name in sorted(found)]}
    return render(request, "configuration/lists.html", page)


@login_required
@require_GET
def codelist(request: SignedInRequest, name: str) -> HttpResponse:
    """A list with its codes, in every language, and what they are elsewhere."""
    lookers_only(request)
    pack = countrypack.pack()
    if name not in pack.codelists:
        raise Http404
    entries = pack.codelist(name).entries.values()
    more = list(dict.fromkeys(column for entry in entries for column, cell in entry.more.items() if cell))
    page = {
        "name": name,
        "file": "regions.csv" if name == "regions" else f"codelists/{name}.csv",
        "spoken": pack.languages,
        "columns": more,
        "rows": [
            (entry, [entry.labels.get(language, "") for language in pack.languages], [entry.more.get(c) for c in more])
            for entry in entries
        ],
    }
    return render(request, "configuration/codelist.html", page)


@login_required
@require_GET
def roles(request: SignedInRequest) -> HttpResponse:
    lookers_only(request)
    return render(request, "configuration/roles.html", {"roles": showing.roles(countrypack.pack())})


@login_required
@require_GET
def indicators(request: SignedInRequest) -> HttpResponse:
    """What the country counts itself by, and what it aims at."""
    lookers_only(request)
    return render(request, "configuration/indicators.html", {"indicators": showing.indicators(countrypack.pack())})


@login_required
@require_GET
def times(request: SignedInRequest) -> HttpResponse:
    """How long things may take, and who is told when."""
    lookers_only(request)
    pack = countrypack.pack()
    page = {"clocks": showing.clocks(pack), "rules": showing.rules(pack)}
    return render(request, "configuration/times.html", page)
