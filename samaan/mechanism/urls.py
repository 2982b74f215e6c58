from django.urls import path

from samaan.mechanism.views import changing, reading

app_name = "mechanism"
urlpatterns = [
    path("", reading.referral_map, name="map"),
    path("versions/<int:number>/", reading.version, name="version"),
    path("changes/new/", changing.begin, name="begin"),
    path("changes/<uuid:pk>/", changing.edit, name="edit"),
    path("changes/<uuid:pk>/needs/<str:need>/", changing.route, name="route"),
    path("changes/<uuid:pk>/needs/<str:need>/remove/", changing.remove, name="remove"),
]
