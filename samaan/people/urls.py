from django.urls import path

from samaan.people.views import finding, merging, person

app_name = "people"
urlpatterns = [
    path("", finding.people, name="list"),
    path("<uuid:pk>/", person.person, name="person"),
    path("<uuid:pk>/merge/<uuid:other_pk>/", merging.merge, name="merge"),
    path("merges/<uuid:pk>/undo/", merging.unmerge, name="unmerge"),
]
