from django.urls import path

from samaan.insights.views import mapping

app_name = "insights"
urlpatterns = [
    path("map/", mapping.show, name="map"),
    path("map/outlines.geojson", mapping.outlines, name="outlines"),
    path("map/figures.csv", mapping.spreadsheet, name="csv"),
]
