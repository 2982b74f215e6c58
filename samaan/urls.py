"""Every address of Samaan. A context's own pages are listed in its `urls.py`."""

from django.urls import include, path, re_path

from samaan.api.main import api
from samaan.web.views import design, errors, home, language, parts, unsent

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.find, name="search"),
    # Accounts are by invitation and keep their address: allauth's pages for the rest are closed.
    re_path("^accounts/(signup|email|confirm-email)/", errors.not_found),
    path("accounts/", include("allauth.urls")),
    path("language/", language.set_language, name="set_language"),
    path("stay/", parts.stay, name="stay"),
    path("unsent/", unsent.unsent, name="unsent"),
    path("unsent/drop/", unsent.drop, name="unsent-drop"),
    path("parts/alerts/", parts.alerts_link, name="alerts-link"),
    path("", include("samaan.audit.urls")),
    path("", include("samaan.access.urls")),
    path("", include("samaan.alerts.urls")),
    path("", include("samaan.intake.urls")),
    path("cases/", include("samaan.cases.urls")),
    path("", include("samaan.referrals.urls")),
    path("people/", include("samaan.people.urls")),
    path("directory/", include("samaan.directory.urls")),
    path("api/v1/", api.urls),
    path("design/", design.design, name="design"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
