from django.urls import path

from samaan.directory.views import finding

app_name = "directory"
urlpatterns = [
    path("", finding.find, name="list"),
    path("<uuid:pk>/", finding.service, name="service"),
]
