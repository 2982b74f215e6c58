"""The one settings file. What differs between installations comes from samaan.config."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from samaan import config

CONFIG = config.read()
BASE_DIR = Path(__file__).resolve().parent

SECRET_KEY = CONFIG.secret_key()
DEBUG = CONFIG.debug
DEMO = CONFIG.demo
PUBLIC_DIRECTORY = CONFIG.public_directory or DEMO
ALLOWED_HOSTS = list(CONFIG.hosts)
BASE_URL = CONFIG.base_url
ROOT_URLCONF = "samaan.urls"
WSGI_APPLICATION = "samaan.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    # Ours first: their templates and words take precedence over those of the libraries.
    "samaan.common",
    "samaan.places",
    "samaan.accounts",
    "samaan.xforms",
    "samaan.countrypack",
    "samaan.vault",
    "samaan.audit",
    "samaan.access",
    "samaan.signin",
    "samaan.alerts",
    "samaan.staff",
    "samaan.sealed",
    "samaan.questionnaires",
    "samaan.devices",
    "samaan.watching",
    "samaan.people",
    "samaan.directory",
    "samaan.walls",
    "samaan.cases",
    "samaan.referrals",
    "samaan.intake",
    "samaan.insights",
    "samaan.guests",
    "samaan.transfers",
    "samaan.conferences",
    "samaan.exports",
    "samaan.retention",
    "samaan.configuration",
    "samaan.mechanism",
    "samaan.web",
    "samaan.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samaan.accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samaan.accounts.middleware.BearerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samaan.access.session_clock.SessionClockMiddleware",
    "samaan.accounts.middleware.MfaRequiredMiddleware",
    "samaan.staff.middleware.FirstMiddleware",
    "axes.middleware.AxesMiddleware",
    # access.middleware.ContextMiddleware, and pages for the steps it sees refused.
    "samaan.web.middleware.ErrorPageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django.templatetags.i18n", "django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samaan.web.context.page",
            ],
        },
    }
]

# A component sees what it is given, not what happens to stand around it.
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "samaan.web.forms.Renderer"
CSRF_FAILURE_VIEW = "samaan.web.views.errors.forbidden_csrf"

DATABASES = {
    "default": CONFIG.database()
    | {
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A plan cached for one person's principals is a bad plan for another's (design: protection).
        "OPTIONS": {"prepare_threshold": None, "connect_timeout": 5},
    }
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "samaan.accounts.backends.EmailBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "samaan.accounts.passwords.LengthValidator"},
    {"NAME": "samaan.accounts.passwords.BreachedValidator"},
    {"NAME": "samaan.accounts.passwords.OwnNamesValidator"},
    {"NAME": "samaan.accounts.passwords.FirstPasswordValidator"},
]

ACCOUNT_ADAPTER = "samaan.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "samaan.accounts.forms.LoginForm",
    "reset_password": "samaan.signin.resetting.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=5).total_seconds())
FIRST_PASSWORD_LASTS = timedelta(hours=24)
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
SOCIALACCOUNT_ADAPTER = "samaan.signin.agencies.AgencyAdapter"
MFA_ADAPTER = "samaan.signin.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "samaan.signin.forms.AddPasskeyForm",
    "authenticate": "samaan.signin.forms.CodeForm",
    "reauthenticate": "samaan.signin.forms.ProofForm",
}
MFA_TOTP_ISSUER = "Samaan"
# A phone's clock may be half a minute off, and a code takes a moment to type.
MFA_TOTP_TOLERANCE = 1
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
# It would count by address too: whole offices share one, and one who guesses has many.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_USERNAME_CALLABLE = "samaan.accounts.lockout.email"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"

SESSION_ENGINE = "samaan.signin.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
# A browser takes a cookie of such a name over TLS only, and from this very host; a demo speaks without TLS.
COOKIE_PREFIX = "__Host-" if SESSION_COOKIE_SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
MESSAGE_STORAGE = "samaan.web.messages.Messages"
SESSION_IDLE = timedelta(minutes=15)
SESSION_ABSOLUTE = timedelta(hours=8)
# An ended session is remembered for a while: a form that is sent too late still has a writer to be held for.
SESSION_COOKIE_AGE = int(timedelta(days=7).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

X_FRAME_OPTIONS = "DENY"
# Nothing to other sites; with "no-referrer" browsers send forms as from nowhere, and the CSRF check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish")), ("fr", _("French"))]
OFFERED_LANGUAGES = ["en", "es"]
LOCALE_PATHS: list[str] = []
TIME_ZONE = CONFIG.said_by_pack("timezone") or "UTC"
USE_TZ = True
# Where a telephone number without its country is from.
PHONE_REGION = CONFIG.said_by_pack("phone_region") or None
# Enough for whoever looks for people all day, too few to read through a country.
PEOPLE_SEARCHES_PER_HOUR = 100
PEOPLE_ASKS_PER_WEEK = 10
# A telephone that fills in forms is set up anew after so long.
DEVICE_TOKEN_LASTS = timedelta(days=90)
DEVICE_TOKENS_MOST = 5
# One interview after another all day, too few to fill a disk.
DEVICE_SUBMISSIONS_PER_HOUR = 60
DEVICE_FILES_PER_HOUR = 200

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a fingerprint need `collectstatic`, which the demo does without.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# No upload ever lies on disk in clear, not even for a moment.
FILE_UPLOAD_HANDLERS = ["samaan.vault.upload.SealedUploadHandler"]
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
ATTACHMENTS_MOST = 5

vars().update(CONFIG.email())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from
EMAIL_TIMEOUT = 10
BOUNCE_ADDRESS = CONFIG.bounce_address
PACKS_DIR = BASE_DIR.parent / "packs"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_address": {"()": "samaan.common.logs.WithoutAddress"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_address"]}},
    "root": {"handlers": ["stderr"], "level": CONFIG.log_level},
}
