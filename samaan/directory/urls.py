from django.urls import path

from samaan.directory.views import finding, room, terms

app_name = "directory"
urlpatterns = [
    path("", finding.find, name="list"),
    path("board/", room.board, name="board"),
    path("board/<uuid:pk>/free/", room.say_free, name="say_free"),
    path("terms/", terms.every, name="terms"),
    path("terms/new/<str:code>/", terms.draw_up, name="terms_draw_up"),
    path("terms/<uuid:pk>/", terms.read, name="terms_of"),
    path("terms/<uuid:pk>/print/", terms.printed, name="terms_print"),
    path("terms/<uuid:pk>/write/", terms.write, name="terms_write"),
    path("terms/<uuid:pk>/offer/", terms.offer, name="terms_offer"),
    path("terms/<uuid:pk>/accept/", terms.accept, name="terms_accept"),
    path("terms/<uuid:pk>/approve/", terms.approve, name="terms_approve"),
    path("terms/<uuid:pk>/return/", terms.give_back, name="terms_return"),
    path("terms/<uuid:pk>/end/", terms.end, name="terms_end"),
    path("<uuid:pk>/", finding.service, name="service"),
    path("<uuid:pk>/capacity/", room.contract, name="contract"),
]
