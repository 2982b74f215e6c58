from django.urls import path

from samaan.conferences import views

app_name = "conferences"
urlpatterns = [
    path("conferences/", views.conferences, name="list"),
    path("conferences/new/", views.convene, name="convene"),
    path("conferences/<uuid:pk>/", views.detail, name="detail"),
    path("conferences/<uuid:pk>/agenda.pdf", views.printed, name="printed"),
    path("conferences/<uuid:pk>/held/", views.hold, name="hold"),
    path("conferences/items/<uuid:pk>/", views.item, name="item"),
    path("conferences/items/<uuid:pk>/invite/", views.invite, name="invite"),
    path("conferences/items/<uuid:pk>/minute/", views.minute, name="minute"),
    path("conferences/items/<uuid:pk>/decide/", views.decide, name="decide"),
    path("cases/<uuid:pk>/conferences/", views.of_case, name="of_case"),
]
