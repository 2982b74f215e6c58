from django.urls import path

from samaan.audit.views import log

app_name = "audit"

urlpatterns = [
    path("log/", log.log, name="log"),
    path("log/verify/", log.verify, name="verify"),
    path("log/proof/", log.proof, name="proof"),
]
