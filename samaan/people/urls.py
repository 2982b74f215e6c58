from django.urls import path

from samaan.people.views import finding

app_name = "people"
urlpatterns = [
    path("", finding.people, name="list"),
]
