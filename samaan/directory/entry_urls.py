"""Keeping the directory's entries; finding a service is `urls`."""

from django.urls import path

from samaan.directory.views import deciding, files, keeping

app_name = "entries"
urlpatterns = [
    path("", keeping.own, name="own"),
    path("steward/", deciding.steward, name="steward"),
    path("export/<slug:kind>/", files.download, name="export"),
    path("import/", files.bring, name="import"),
    path("import/<uuid:pk>/", files.upload, name="upload"),
    path("<uuid:pk>/<slug:group>/", keeping.edit, name="edit"),
    path("<uuid:pk>/<slug:group>/still-true/", keeping.still_true, name="still-true"),
    path("changes/<uuid:pk>/", deciding.change, name="change"),
    path("changes/<uuid:pk>/approve/", deciding.approve, name="approve"),
    path("changes/<uuid:pk>/return/", deciding.give_back, name="return"),
    path("changes/<uuid:pk>/withdraw/", deciding.withdraw, name="withdraw"),
]
