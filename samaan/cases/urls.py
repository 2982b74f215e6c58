from django.urls import path

from samaan.cases.views import acts, consent, lists, opening, pages

app_name = "cases"
urlpatterns = [
    path("", lists.cases, name="list"),
    path("open/<uuid:person_pk>/", opening.open_case, name="open"),
    path("open/<uuid:person_pk>/<uuid:report_pk>/", opening.open_case, name="open"),
    path("<uuid:pk>/", pages.summary, name="case"),
    path("<uuid:pk>/person/", pages.person, name="person"),
    path("<uuid:pk>/person/edit/", acts.edit_person, name="person_edit"),
    path("<uuid:pk>/person/name/", pages.name, name="name"),
    path("<uuid:pk>/notes/", pages.notes, name="notes"),
    path("<uuid:pk>/notes/new/", acts.note, name="note"),
    path("<uuid:pk>/notes/<uuid:note_pk>/correct/", acts.correct, name="correct"),
    path("<uuid:pk>/tasks/", pages.tasks, name="tasks"),
    path("<uuid:pk>/tasks/new/", acts.task, name="task"),
    path("<uuid:pk>/tasks/<uuid:task_pk>/done/", acts.finish, name="finish"),
    path("<uuid:pk>/documents/", pages.documents, name="documents"),
    path("<uuid:pk>/documents/new/", acts.document, name="document"),
    path("<uuid:pk>/consent/", consent.ledger, name="consent"),
    path("<uuid:pk>/consent/new/", consent.record, name="consent_record"),
    path("<uuid:pk>/consent/refusal/", consent.refusal, name="consent_refuse"),
    path("<uuid:pk>/consent/copy/", consent.copy, name="consent_copy"),
    path("<uuid:pk>/consent/<uuid:entry_pk>/withdraw/", consent.withdraw, name="consent_withdraw"),
    path("<uuid:pk>/panel/<slug:code>/", pages.panel, name="panel"),
    path("<uuid:pk>/timeline/", pages.timeline, name="timeline"),
    path("<uuid:pk>/access/", pages.access, name="access"),
    path("<uuid:pk>/changed/", pages.changed, name="changed"),
    path("<uuid:pk>/assign/", acts.assign, name="assign"),
    path("<uuid:pk>/risk/", acts.risk, name="risk"),
    path("<uuid:pk>/team/new/", acts.join, name="join"),
    path("<uuid:pk>/team/<uuid:member_pk>/leave/", acts.leave, name="leave"),
    path("<uuid:pk>/conflict/", acts.conflict, name="conflict"),
    path("<uuid:pk>/conflict/<int:user_pk>/lift/", acts.lift_conflict, name="conflict_lift"),
    path("<uuid:pk>/close/", acts.close, name="close"),
    path("<uuid:pk>/reopen/", acts.reopen, name="reopen"),
]
