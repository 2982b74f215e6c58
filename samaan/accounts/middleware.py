"""Who is asking, in which language, and with which proof."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils import timezone, translation

from samaan.accounts import adapters
from samaan.accounts.models import ApiToken

OPEN_PATHS = ("/accounts/", "/static/", "/health", "/language/", "/report/", "/guest/", "/s/", "/api/")


class LanguageMiddleware:
    """The person's own language, else `?lang=`, else the language cookie, else the browser's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.GET.get("lang") or translation.get_language_from_request(request)
        if language not in settings.OFFERED_LANGUAGES:
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def process_view(self, request, view_func, args, kwargs):
        user = getattr(request, "user", None)
        if user is not None and "lang" not in request.GET and user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language


class BearerMiddleware:
    """`Authorization: Bearer …` on /api/: the token’s user, and no cookie counts there. No answer may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        request.user = self.user_of(request)
        response = self.get_response(request)
        # Nor does anything between keep what a program was told.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def user_of(request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return AnonymousUser()
        found = (
            ApiToken.objects.select_related("user__role", "user__organisation", "user__unit")
            .filter(digest=ApiToken.digest_of(token.strip()), expires_at__gt=timezone.now())
            .filter(user__is_active=True, user__organisation__is_active=True)
            .first()
        )
        request.api_token = found
        if found is None:
            return AnonymousUser()
        found.touch()
        return found.user


class MfaRequiredMiddleware:
    """A password alone opens nothing: until a second factor is set up, only its set-up page answers.

    A passkey is one; so is a sign-in elsewhere that asked for one. The pack may name roles that go without.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_PATHS) or self.may_enter(request):
            return self.get_response(request)
        return redirect("mfa_activate_totp")

    def may_enter(self, request):
        return not request.user.role.needs_factor or self.has_factor(request)

    @staticmethod
    def has_factor(request):
        if not request.session.get("has_factor"):
            if not adapters.has_factor(request.user):
                return False
            request.session["has_factor"] = True
        return True
