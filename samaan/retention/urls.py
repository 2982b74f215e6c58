from django.urls import path

from samaan.retention.views import disposals, holds, lists, own

app_name = "retention"
urlpatterns = [
    path("", lists.overview, name="list"),
    path("of-case/<uuid:pk>/", lists.of_case, name="of_case"),
    path("of-report/<uuid:pk>/", lists.of_report, name="of_report"),
    path("hold/<slug:kind>/<uuid:pk>/", holds.place, name="hold"),
    path("holds/<uuid:pk>/lift/", holds.lift, name="lift"),
    path("propose/<slug:kind>/<uuid:pk>/", disposals.propose, name="propose"),
    path("proposals/<uuid:pk>/", disposals.proposal, name="proposal"),
    path("certificates/<uuid:pk>/", disposals.certificate, name="certificate"),
    path("certificates/<uuid:pk>/paper/", disposals.on_paper, name="certificate_paper"),
    path("own-data/of/<uuid:pk>/", own.ask, name="own_data_ask"),
    path("own-data/<uuid:pk>/", own.request_page, name="own_data"),
    path("own-data/<uuid:pk>/text/<slug:source>/", own.text, name="own_data_text"),
    path("own-data/<uuid:pk>/document/<uuid:file_pk>/", own.document, name="own_data_document"),
    path("own-data/<uuid:pk>/refuse/", own.refuse, name="own_data_refuse"),
    path("own-data/<uuid:pk>/copy/", own.copy, name="own_data_copy"),
]
