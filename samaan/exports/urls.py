from django.urls import path

from samaan.exports.views import asking, deciding, fetching, recipients

app_name = "exports"
urlpatterns = [
    path("", deciding.exports, name="exports"),
    path("case/<uuid:pk>/", asking.case, name="case"),
    path("list/", asking.case_list, name="list"),
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/<uuid:pk>/", recipients.recipient, name="recipient"),
    path("<uuid:pk>/", deciding.export, name="export"),
    path("<uuid:pk>/unlock/", fetching.unlock, name="unlock"),
    path("<uuid:pk>/file/", fetching.file, name="file"),
]
