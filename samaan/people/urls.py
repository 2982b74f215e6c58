from django.urls import path

from samaan.people.views import asking, finding, merging, person

app_name = "people"
urlpatterns = [
    path("", finding.people, name="list"),
    path("ask/", asking.ask, name="ask"),
    path("asks/", asking.asks, name="asks"),
    path("questions/<uuid:pk>/", asking.question, name="question"),
    path("<uuid:pk>/keep-from-asking/", asking.keep, name="keep"),
    path("<uuid:pk>/", person.person, name="person"),
    path("<uuid:pk>/merge/<uuid:other_pk>/", merging.merge, name="merge"),
    path("merges/<uuid:pk>/undo/", merging.unmerge, name="unmerge"),
]
