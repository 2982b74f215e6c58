from importlib.util import find_spec

from django.urls import include, path

from samaan.intake.views import acting, filing, public, reading

app_name = "intake"
urlpatterns = [
    path("report/", public.report, name="public"),
    path("report/return/", public.come_back, name="return"),
    path("reports/", reading.work_list, name="reports"),
    path("reports/new/", filing.new, name="new"),
    path("reports/new/<slug:variant>/", filing.new, name="new_as"),
    path("reports/mine/", filing.mine, name="mine"),
    path("reports/mine/<uuid:pk>/", filing.filed, name="filed"),
    path("reports/mine/<uuid:pk>/add/", filing.add, name="add"),
    path("reports/<uuid:pk>/", reading.report, name="report"),
    path("reports/<uuid:pk>/persons/", reading.persons, name="persons"),
    path("reports/<uuid:pk>/persons/new/", acting.name, name="name"),
    path("reports/<uuid:pk>/messages/", reading.messages, name="messages"),
    path("reports/<uuid:pk>/answer/", acting.answer, name="answer"),
    path("cases/<uuid:pk>/report/", reading.report_of_case, name="report_of_case"),
    path("reports/<uuid:pk>/changed/", reading.changed, name="changed"),
    path("reports/<uuid:pk>/history/", reading.history, name="history"),
    path("reports/<uuid:pk>/triage/", acting.triage, name="triage"),
    path("reports/<uuid:pk>/forward/", acting.forward, name="forward"),
    path("reports/<uuid:pk>/assign/", acting.assign, name="assign"),
    path("reports/<uuid:pk>/accept/", acting.accept, name="accept"),
    path("reports/<uuid:pk>/conflict/", acting.conflict, name="conflict"),
    path("reports/<uuid:pk>/close/", acting.close, name="close"),
    path("reports/<uuid:pk>/reopen/", acting.reopen, name="reopen"),
    path("reports/<uuid:pk>/duplicates/", acting.duplicates, name="duplicates"),
    path("reports/<uuid:pk>/duplicates/<uuid:other_pk>/", acting.compare, name="compare"),
]
if find_spec("samaan.intake.urls_screening"):
    urlpatterns += [path("", include("samaan.intake.urls_screening"))]
