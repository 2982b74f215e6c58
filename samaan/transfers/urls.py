from django.urls import path

from samaan.transfers import views

app_name = "transfers"
urlpatterns = [
    path("cases/<uuid:pk>/hand-on/", views.propose, name="propose"),
    path("transfers/<uuid:pk>/", views.detail, name="detail"),
    path("transfers/<uuid:pk>/accept/", views.accept, name="accept"),
    path("transfers/<uuid:pk>/decline/", views.decline, name="decline"),
    path("transfers/<uuid:pk>/take-back/", views.take_back, name="take_back"),
]
