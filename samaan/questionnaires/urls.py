from django.urls import path

from samaan.questionnaires.views import acts, answering, listing, printing, section, submission

app_name = "questionnaires"
urlpatterns = [
    path("cases/<uuid:pk>/forms/", listing.of_record, {"kind": "case"}, name="of_case"),
    path("forms/", listing.own, name="own"),
    path("forms/begin/<slug:code>/", listing.begin_alone, name="begin_alone"),
    path("forms/begin/<slug:code>/<slug:kind>/<uuid:pk>/", listing.begin, name="begin"),
    path("forms/blank/<slug:name>/", printing.blank, name="blank"),
    path("forms/<uuid:pk>/print/", printing.filled, name="print"),
    path("forms/<uuid:pk>/", submission.submission, name="submission"),
    path("forms/<uuid:pk>/answer/", answering.answer, name="answer"),
    path("forms/<uuid:pk>/suggest/", answering.suggest, name="suggest"),
    path("forms/<uuid:pk>/finish/", acts.finish, name="finish"),
    path("forms/<uuid:pk>/correct/", acts.reopen, name="reopen"),
    path("forms/<uuid:pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("forms/<uuid:pk>/new-version/", acts.carry_over, name="carry_over"),
    path("forms/<uuid:pk>/part/<str:code>/", section.section, name="section"),
    path("forms/<uuid:pk>/part/<str:code>/beside/", section.beside, name="beside"),
    path("forms/<uuid:pk>/part/<str:code>/remove/", section.remove, name="remove"),
]
