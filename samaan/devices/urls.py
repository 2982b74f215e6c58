"""The pages about telephones, and what OpenRosa asks of a server (`/odk/`)."""

from django.urls import include, path

from samaan.devices.views import arrivals, openrosa, phones

app_name = "devices"
OPENROSA = [
    path("formList", openrosa.form_list, name="form-list"),
    path("forms/<int:pk>/form.xml", openrosa.form, name="form"),
    path("forms/<int:pk>/manifest", openrosa.manifest, name="manifest"),
    path("forms/<int:pk>/lists/<str:name>", openrosa.choices, name="choices"),
    path("submission", openrosa.submission, name="submission"),
]
urlpatterns = [
    path("odk/", include((OPENROSA, "odk"))),
    path("phones/", phones.phones, name="phones"),
    path("phones/new/", phones.add, name="add"),
    path("phones/of-colleagues/", phones.of_colleagues, name="of-colleagues"),
    path("phones/<int:pk>/end/", phones.end, name="end"),
    path("from-my-phone/", arrivals.arrivals, name="arrivals"),
    path("from-my-phone/<uuid:pk>/", arrivals.arrival, name="arrival"),
    path("from-my-phone/<uuid:pk>/file/", arrivals.file, name="file"),
]
