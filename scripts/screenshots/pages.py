"""The pages that are drawn: who looks, and how they get there."""

from collections.abc import Callable
from dataclasses import dataclass

from scripts.screenshots.guest import Guide

DESK, PHONE = "en-1280", "es-390"
SIZES = (DESK, "es-1280", "en-390", PHONE)

INTAKE, HEAD, DIRECTOR = "intake@ctu.example", "head@ctu.example", "director@ctu.example"
INVESTIGATOR, MANAGER = "investigator@ctu.example", "case.manager@ctu.example"
PROVIDER, ADMINISTRATOR = "provider@saman-house.example", "administrator@ctu.example"
AUDITOR = "auditor@oversight.example"


@dataclass(frozen=True)
class Picture:
    name: str
    who: str
    go: Callable[[Guide], None]
    versions: tuple[str, ...] = (DESK,)


def at(path: str) -> Callable[[Guide], None]:
    return lambda guide: guide.to(path)


def receipt(guide: Guide) -> None:
    guide.to("/report/")
    guide.page.fill("textarea[name=narrative]", "Tienen a tres muchachas encerradas detrás del bar.")
    guide.page.locator("main form button[value=send]").last.click()
    guide.page.wait_for_selector(".receipt-code")


def report(guide: Guide) -> None:
    guide.first("/reports/?view=triage", "main a[href*='/triage/']")


def triage(guide: Guide) -> None:
    report(guide)
    guide.follow("/triage/")


def compare(guide: Guide) -> None:
    """A report with another like it, side by side."""
    guide.to("/reports/?view=triage")
    for address in guide.links("/reports/"):
        guide.to(address)
        if guide.links("/triage/"):
            guide.follow("/triage/")
            if guide.links("/duplicates/"):
                break
    other = [link for link in guide.links("/duplicates/") if not link.endswith("/duplicates/")]
    guide.to(other[0])


def assign(guide: Guide) -> None:
    guide.first("/reports/?view=assign", "main a[href*='/assign/']")
    guide.follow("/assign/")


def screening(part: str = "") -> Callable[[Guide], None]:
    """A screening that is being filled in; one of its parts."""

    def go(guide: Guide) -> None:
        guide.to("/reports/?view=work&mine=1")
        for address in guide.links("/reports/"):
            guide.to(address)
            if guide.links("/screenings/"):
                guide.follow("/screenings/")
                if guide.links(f"/part/{part or 'act'}/"):
                    break
        if part:
            guide.follow(f"/part/{part}/")

    return go


def decide(guide: Guide) -> None:
    guide.to("/")
    guide.follow("/screenings/")
    guide.follow("/determine/")


def case(guide: Guide) -> None:
    guide.first("/cases/", "main a[href*='/refer/']", rows="main tbody a")


def case_tab(name: str) -> Callable[[Guide], None]:
    def go(guide: Guide) -> None:
        case(guide)
        guide.follow(f"/{name}/")

    return go


def refer(guide: Guide) -> None:
    case(guide)
    guide.follow("/refer/")


def share(guide: Guide) -> None:
    refer(guide)
    guide.page.locator("main details summary").first.click()
    guide.page.locator("input[name=services]").first.check()
    guide.page.locator("input[name=priority][value=urgent]").check()
    guide.page.locator("main form button[type=submit]").last.click()
    guide.page.wait_for_url("**/share/**")
    guide.to(guide.page.url)


def talk(guide: Guide) -> None:
    """A referral with messages."""
    guide.first("/referrals/?show=under_way", ".message-mine", rows="main tbody a")


def sealed_field(guide: Guide) -> None:
    case(guide)
    guide.follow("/person/")
    guide.follow("/sealed/field/")


def concern(guide: Guide) -> None:
    guide.to("/watching/")
    guide.to(next(link for link in guide.links("/watching/") if not link.endswith("/watching/")))


def certificate(guide: Guide) -> None:
    guide.to("/retention/")
    guide.follow("/certificates/")


PAGES = [
    Picture("sign-in", "", at("/accounts/login/"), (DESK, PHONE)),
    Picture("home-intake", INTAKE, at("/"), (DESK,)),
    Picture("home-head", HEAD, at("/"), (DESK,)),
    Picture("home-investigator", INVESTIGATOR, at("/"), (DESK,)),
    Picture("home-director", DIRECTOR, at("/"), (DESK,)),
    Picture("home-case-manager", MANAGER, at("/"), (PHONE,)),
    Picture("home-provider", PROVIDER, at("/"), (PHONE,)),
    Picture("public-form", "", at("/report/"), (DESK, PHONE)),
    Picture("receipt", "", receipt, (PHONE,)),
    Picture("report-list", INTAKE, at("/reports/"), (DESK, PHONE)),
    Picture("report", INTAKE, report, (DESK, PHONE)),
    Picture("triage", INTAKE, triage, (DESK,)),
    Picture("duplicates", INTAKE, compare, (DESK,)),
    Picture("assign", HEAD, assign, (DESK,)),
    Picture("screening", INVESTIGATOR, screening(), (DESK, PHONE)),
    Picture("screening-consent", INVESTIGATOR, screening("consent")),
    Picture("screening-act", INVESTIGATOR, screening("act"), (DESK, PHONE)),
    Picture("screening-indicators", INVESTIGATOR, screening("indicators")),
    Picture("decide", HEAD, decide, (DESK,)),
    Picture("case-list", MANAGER, at("/cases/"), (DESK, PHONE)),
    Picture("case", MANAGER, case, (DESK, PHONE)),
    Picture("case-person", MANAGER, case_tab("person")),
    Picture("case-referrals", MANAGER, case_tab("referrals")),
    Picture("case-notes", MANAGER, case_tab("notes")),
    Picture("case-tasks", MANAGER, case_tab("tasks")),
    Picture("case-documents", MANAGER, case_tab("documents")),
    Picture("case-timeline", MANAGER, case_tab("timeline")),
    Picture("access", MANAGER, case_tab("access"), (DESK, PHONE)),
    Picture("refer-services", MANAGER, refer),
    Picture("refer-share", MANAGER, share),
    Picture("referral-sender", MANAGER, talk, (DESK,)),
    Picture("referral-provider", PROVIDER, talk, (PHONE,)),
    Picture("directory", MANAGER, at("/directory/"), (DESK, PHONE)),
    Picture("map-reports", DIRECTOR, at("/map/?layer=reports"), (DESK, PHONE)),
    Picture("map-services", DIRECTOR, at("/map/?layer=services"), (DESK,)),
    Picture("where-people-wait", DIRECTOR, at("/steward/"), (DESK, PHONE)),
    Picture("inbox", HEAD, at("/alerts/"), (DESK, PHONE)),
    Picture("case-consent", MANAGER, case_tab("consent")),
    Picture("sealed-field", MANAGER, sealed_field, (DESK, PHONE)),
    Picture("emergency", INVESTIGATOR, at("/emergency/"), (PHONE,)),
    Picture("people", MANAGER, at("/people/")),
    Picture("exports", DIRECTOR, at("/exports/")),
    Picture("unusual-use", DIRECTOR, concern, (PHONE,)),
    Picture("retention", DIRECTOR, at("/retention/")),
    Picture("certificate", DIRECTOR, certificate),
    Picture("accounts", ADMINISTRATOR, at("/accounts-and-organisations/"), (DESK, PHONE)),
    Picture("pack", ADMINISTRATOR, at("/pack/")),
    Picture("pack-roles", DIRECTOR, at("/pack/roles/"), (DESK,)),
    Picture("sealed-log", AUDITOR, at("/log/")),
    Picture("jobs", ADMINISTRATOR, at("/jobs/"), (DESK,)),
]
