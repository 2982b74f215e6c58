"""Every address of Samaan. A context's own pages are listed in its `urls.py`."""

from django.urls import include, path, re_path

from samaan.api.main import api
from samaan.signin.views import agencies, passkeys
from samaan.staff.views import invitations
from samaan.web.views import design, errors, home, language, parts, unsent

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.find, name="search"),
    # Accounts are by invitation and keep their address: allauth's pages for the rest are closed.
    re_path("^accounts/(signup|email|confirm-email|social|3rdparty)/", errors.not_found),
    path("accounts/oidc/<str:provider_id>/login/", agencies.login, name="openid_connect_login"),
    path("accounts/oidc/<str:provider_id>/login/callback/", agencies.callback, name="openid_connect_callback"),
    path("accounts/oidc/<str:provider_id>/prove/", agencies.prove, name="openid_connect_prove"),
    path("accounts/2fa/webauthn/add/", passkeys.add, name="mfa_add_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("language/", language.set_language, name="set_language"),
    path("stay/", parts.stay, name="stay"),
    path("unsent/", unsent.unsent, name="unsent"),
    path("unsent/keep/", unsent.keep, name="unsent-keep"),
    path("unsent/drop/", unsent.drop, name="unsent-drop"),
    path("parts/alerts/", parts.alerts_link, name="alerts-link"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("", include("samaan.staff.urls")),
    path("", include("samaan.audit.urls")),
    path("", include("samaan.access.urls")),
    path("", include("samaan.signin.urls")),
    path("", include("samaan.alerts.urls")),
    path("", include("samaan.walls.urls")),
    path("", include("samaan.devices.urls")),
    path("", include("samaan.watching.urls")),
    path("sealed/", include("samaan.sealed.urls")),
    path("", include("samaan.intake.urls")),
    path("cases/", include("samaan.cases.urls")),
    path("", include("samaan.transfers.urls")),
    path("", include("samaan.conferences.urls")),
    path("", include("samaan.referrals.urls")),
    path("", include("samaan.guests.urls")),
    path("", include("samaan.questionnaires.urls")),
    path("people/", include("samaan.people.urls")),
    path("retention/", include("samaan.retention.urls")),
    path("directory/", include("samaan.directory.urls")),
    path("entries/", include("samaan.directory.entry_urls")),
    path("hsds/", include("samaan.directory.feed.urls")),
    path("referral-map/", include("samaan.mechanism.urls")),
    path("", include("samaan.insights.urls")),
    path("exports/", include("samaan.exports.urls")),
    path("pack/", include("samaan.configuration.urls")),
    path("api/v1/", api.urls),
    path("design/", design.design, name="design"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
