from django.urls import path

from samaan.mechanism.views import changing, printing, reading

app_name = "mechanism"
urlpatterns = [
    path("", reading.referral_map, name="map"),
    path("booklet/", printing.booklet, name="booklet"),
    path("booklet/<slug:language>/", printing.fetch, name="booklet_file"),
    path("versions/<int:number>/", reading.version, name="version"),
    path("changes/new/", changing.begin, name="begin"),
    path("changes/<uuid:pk>/", changing.edit, name="edit"),
    path("changes/<uuid:pk>/needs/<str:need>/", changing.route, name="route"),
    path("changes/<uuid:pk>/needs/<str:need>/remove/", changing.remove, name="remove"),
]
