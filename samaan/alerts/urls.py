from django.urls import path

from samaan.alerts.views import inbox, jobs

app_name = "alerts"

urlpatterns = [
    path("alerts/", inbox.inbox, name="inbox"),
    path("alerts/read/", inbox.read_all, name="read_all"),
    path("alerts/quiet/", inbox.quiet_hours, name="quiet"),
    path("alerts/<uuid:pk>/", inbox.follow, name="follow"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="retry"),
]
