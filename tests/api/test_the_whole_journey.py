"""From a public report to a delivered service, with nothing but HTTP calls: what a program sees of Samaan."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

NARRATIVE = "Mi prima está en una casa en Diego Martin y no la dejan salir."
NAME = {"given_names": "Yusmelia", "family_names": "Quintanilla Brito"}


def test_a_report_becomes_a_delivered_service(public, program, events_left):
    intake, head = program("intake_officer"), program("head_of_investigations")
    investigator, manager = program("investigator"), program("case_manager")
    provider = program("service_provider", "saman_house")

    # ---- somebody reports, and gets a code
    told = {
        "narrative": NARRATIVE,
        "exploitation": ["domestic_servitude"],
        "region": "TT-DMN",
        "immediate_danger": True,
        "danger": "Dicen que se la llevan mañana.",
        "language": "es",
        "persons": [
            NAME | {"role": "possible_victim", "sex": "female", "age": 24, "nationality": "VE", "language": "es"}
        ],
        "contact": {"channel": "receipt_code", "code_word": "mango"},
        "form_number": "0123456789abcdef" * 2,
    }
    sent = public.post("/public/reports", told, expect=201)
    assert public.post("/public/reports", told, expect=201) == sent
    code = {"code": sent["code"]}
    assert public.post("/public/reports/status", code)["stage"] == "received"

    # ---- the intake officer reads, answers, triages and forwards
    (line,) = intake.get("/reports?view=triage")["items"]
    report = f"/reports/{line['id']}"
    read = intake.get(report)
    assert read["narrative"] == NARRATIVE
    assert (read["sealed"][0]["field"], read["sealed"][0]["value"]) == ("informant", {"sealed": True})
    assert "report.triaged" in read["steps"]
    assert intake.get(f"{report}/duplicates") == []
    intake.post(f"{report}/messages", {"text": "¿Hay una reja?"}, expect=201)
    public.post("/public/reports/additions", code | {"text": "Sí, se abre a las seis."}, expect=201)
    photo = SimpleUploadedFile("nota.txt", b"La casa es azul.", "text/plain")
    status = public.upload("/public/reports/files", code | {"files": [photo]})
    assert [m["from_reporter"] for m in status["messages"]] == [False, True, True]
    assert intake.post(f"{report}/triage", {"urgency": "emergency"})["steps"][:2] == [
        "report.triaged",
        "report.forwarded",
    ]
    intake.post(f"{report}/forward")

    # ---- the head assigns, the investigator accepts
    candidates = head.get(f"{report}/candidates")
    assert [found["user"]["email"] for found in candidates] == [investigator.user.email]
    assert head.post(f"{report}/assign", {"to": investigator.user.email})["status"] == "assigned"
    (alert,) = [a for a in investigator.get("/alerts") if a["rule"] == "report_assigned"]
    assert investigator.post(f"/alerts/{alert['id']}/read") == {"marked": 1}
    investigator.post(f"{report}/accept")
    assert public.post("/public/reports/status", code)["stage"] == "followed"

    # ---- the screening, with what is known filled in
    victim = investigator.get(report)["persons"][0]
    begun = investigator.post(f"{report}/screenings", {"person": victim["id"]}, expect=201)
    screening = f"/screenings/{begun['id']}"
    read = investigator.get(screening)
    assert read["answers"]["given_names"]["value"] == "Yusmelia"
    consent = {
        "consent": "consents",
        "interview_language": "es",
        "private": "yes",
        "interview_on": timezone.localdate().isoformat(),
    }
    saved = investigator.put(f"{screening}/answers", {"base_version": read["revision"], "answers": consent})
    elements = {
        "age_basis": "document",
        "act_recruitment": "present",
        "means_deception": "present",
        "purpose_servitude": "present",
        "stay_or_return": "stay",
    }
    investigator.put(f"{screening}/answers", {"base_version": saved["revision"], "answers": elements})
    read = investigator.get(screening)
    assert read["finding"]["suggestion"] == "met"
    assert "act_recruitment_note" in read["missing"]

    # ---- help does not wait for the decision
    known = {"exploitation": ["domestic_servitude"], "region": "TT-DMN"}
    opened = investigator.post("/cases", {"person": victim["person"], "report": line["id"]} | known, expect=201)
    case = f"/cases/{opened['id']}"
    investigator.post(f"{case}/assign", {"to": manager.user.email})

    # ---- the determination, by somebody else
    investigator.post(f"{screening}/submit")
    (waiting,) = head.get("/screenings?status=submitted")["items"]
    decision = {"outcome": "presumed", "reasons": "El relato es coherente.", "on_revision": waiting["revision"]}
    assert head.post(f"{screening}/determinations", decision, expect=201)["number"] == 1
    assert head.get(report)["status"] == "determined"

    # ---- the case manager works
    (mine,) = manager.get("/cases?mine=true")["items"]
    assert mine["exploitation"] == ["domestic_servitude"]
    assert manager.get(case)["person"]["given_names"] == "Yusmelia"
    manager.post(f"{case}/risk", {"level": "high", "reasons": "Saben dónde está."}, expect=201)
    manager.post(f"{case}/notes", {"compartment": "care", "text": "Está tranquila."}, expect=201)
    due = timezone.localdate().isoformat()
    task = manager.post(f"{case}/tasks", {"title": "Llamar", "due": due, "compartment": "care"}, expect=201)
    assert manager.post(f"{case}/tasks/{task['id']}/finish")["done_at"]
    letter = SimpleUploadedFile("carta.txt", b"Una carta.", "text/plain")
    document = manager.upload(f"{case}/documents", {"kind": "letter", "compartment": "legal", "file": letter})
    assert manager.get(f"/files/{document['file']}") == b"Una carta."

    # ---- a referral: the slice is seen before it is sent
    offers = manager.get(f"{case}/services?need=emergency_shelter")
    assert "saman_shelter" in [offer["service"]["code"] for offer in offers if offer["answers"]]
    prepared = {"services": ["saman_shelter"], "priority": "urgent"}
    (draft,) = manager.post(f"{case}/referrals/drafts", prepared, expect=201)
    referral = f"/referrals/{draft['id']}"
    shared = {"fields": ["case_code", "languages", "need", "reason"], "typed": {"reason": "Necesita un lugar hoy."}}
    preview = manager.post(f"{referral}/share", shared)
    assert [line["code"] for line in preview] == ["case_code", "languages", "need", "reason"]
    given = {"basis": "consent", "how": "spoken", "language": "es", "given_on": due}
    manager.post(f"{referral}/consent", given)
    assert manager.post(f"{referral}/send")["status"] == "sent"

    # ---- the provider sees that slice and nothing else
    (received,) = provider.get("/referrals")["items"]
    seen = provider.get(f"/referrals/{received['id']}")
    assert seen["status"] == "viewed"
    assert seen["shared"] == preview
    assert seen["case"] is None
    assert "Quintanilla" not in str(seen)
    provider.get(case, expect=404)
    provider.get(report, expect=404)
    assert provider.post(f"{referral}/accept")["status"] == "accepted"

    # ---- they talk; a message sent twice is one message
    hello = {"text": "Tenemos un cupo.", "client_id": str(uuid4())}
    assert (
        provider.post(f"{referral}/messages", hello, expect=201)["id"]
        == (provider.post(f"{referral}/messages", hello, expect=201)["id"])
    )
    assert manager.get("/referrals?box=sent")["items"][0]["unread"] == 1
    assert [m["text"] for m in manager.get(f"{referral}/messages")["items"]] == ["Tenemos un cupo."]
    assert [line["unread"] for line in manager.get(f"{case}/referrals")["items"]] == [1]
    manager.post(f"{referral}/messages/read", expect=204)
    assert manager.get("/referrals?box=sent")["items"][0]["unread"] == 0
    manager.post(f"{referral}/messages", {"phrase": "on_the_way"}, expect=201)

    # ---- delivered, told how it went, closed
    provider.post(f"{referral}/start")
    provider.post(f"{referral}/deliver", {"note": "Cuatro noches.", "began_on": due})
    provider.post(f"{referral}/feedback", {"rating": 5, "need_met": "yes"}, expect=201)
    assert manager.post(f"{referral}/close")["status"] == "closed"
    assert manager.post(f"{case}/close", {"reason": "goals_met"})["status"] == "closed"
    assert head.post(f"{report}/close", {"reason": "resolved"})["status"] == "closed"

    # ---- each act is one event, and so is each reading
    kinds = [event["kind"] for event in manager.get(f"{case}/timeline")][::-1]
    assert kinds == [
        "case.opened", "case.assigned", "case.risk_changed", "case.note_written", "case.task_added", "case.task_done",
        "case.document_added", "case.consent_recorded", "case.closed",
    ]  # fmt: skip
    assert events_left(manager.user, "record.opened", case.rsplit("/", 1)[1]) == 2
