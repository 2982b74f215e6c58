from django.urls import path

from samaan.sealed.views import approving, entering, revealing

app_name = "sealed"
urlpatterns = [
    path("", approving.requests, name="requests"),
    path("field/<uuid:pk>/", revealing.field, name="field"),
    path("request/<uuid:pk>/", approving.request_page, name="request"),
    path("enter/<slug:sealed_class>/<uuid:record_pk>/", entering.enter, name="enter"),
]
