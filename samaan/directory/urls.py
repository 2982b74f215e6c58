from django.urls import path

from samaan.directory.views import finding, room

app_name = "directory"
urlpatterns = [
    path("", finding.find, name="list"),
    path("board/", room.board, name="board"),
    path("board/<uuid:pk>/free/", room.say_free, name="say_free"),
    path("<uuid:pk>/", finding.service, name="service"),
    path("<uuid:pk>/capacity/", room.contract, name="contract"),
]
