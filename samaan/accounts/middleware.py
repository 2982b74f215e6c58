"""Who is asking, in which language, and with which proof."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils import timezone, translation

from samaan.accounts.models import ApiToken

OPEN_PATHS = ("/accounts/", "/static/", "/health", "/language/", "/report/", "/api/")


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
    """`Authorization: Bearer …` on /api/: the token's user, and no cookie counts there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/api/"):
            request.user = self.user_of(request)
        return self.get_response(request)

    @staticmethod
    def user_of(request):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return AnonymousUser()
        found = (
            ApiToken.objects.select_related("user__role", "user__organisation", "user__unit")
            .filter(digest=ApiToken.digest_of(token.strip()), expires_at__gt=timezone.now(), user__is_active=True)
            .first()
        )
        return found.user if found else AnonymousUser()


class MfaRequiredMiddleware:
    """A password alone opens nothing: until a second factor is set up, only its set-up page answers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_PATHS) or self.has_factor(request):
            return self.get_response(request)
        return redirect("mfa_activate_totp")

    @staticmethod
    def has_factor(request):
        if not request.session.get("has_factor"):
            types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
            if not Authenticator.objects.filter(user=request.user, type__in=types).exists():
                return False
            request.session["has_factor"] = True
        return True
