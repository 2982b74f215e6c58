from django.urls import path

from samaan.signin.views import sessions

app_name = "signin"
urlpatterns = [
    path("signed-in/", sessions.sessions, name="sessions"),
    path("signed-in/end-others/", sessions.end_others, name="end_others"),
    path("signed-in/programs/<int:pk>/end/", sessions.end_token, name="end_token"),
    path("signed-in/<str:key>/end/", sessions.end, name="end"),
]
