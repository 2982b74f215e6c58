from django.urls import path

from samaan.watching.views import concerns, limits

app_name = "watching"
urlpatterns = [
    path("limits/", limits.limits, name="limits"),
    path("limits/ask/<slug:what>/", limits.ask, name="ask"),
    path("limits/<uuid:pk>/", limits.more, name="more"),
    path("watching/", concerns.concerns, name="concerns"),
    path("watching/<uuid:pk>/", concerns.concern, name="concern"),
]
