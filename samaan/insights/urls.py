from django.urls import path

from samaan.insights.views import mapping, steward

app_name = "insights"
urlpatterns = [
    path("map/", mapping.show, name="map"),
    path("map/outlines.geojson", mapping.outlines, name="outlines"),
    path("map/tiles/<int:z>/<int:x>/<int:y>/", mapping.tile, name="tile"),
    path("map/figures.csv", mapping.spreadsheet, name="csv"),
    path("steward/", steward.dashboard, name="steward"),
    path("steward/paper/", steward.on_paper, name="steward-paper"),
    path("steward/referrals/<uuid:pk>/remind/", steward.remind, name="remind"),
]
