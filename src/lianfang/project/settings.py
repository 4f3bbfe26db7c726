"""Django settings: one database, no secrets, nothing a county has to edit."""

from datetime import timedelta

from lianfang.core.embedded import home as homes
from lianfang.core.embedded import server
from lianfang.project import env

HOME = homes.Home(env.home())
SECRETS = homes.read_secrets(HOME)

SECRET_KEY = SECRETS.django_key
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.hosts()]
ROOT_URLCONF = "lianfang.project.urls"
USE_TZ = True
TIME_ZONE = env.time_zone()
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "lianfang.core.sql",
    "lianfang.core.audit",
    "lianfang.core.access",
    "lianfang.core.retention",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "lianfang.core.api",
    "lianfang.core.webhooks",
    "lianfang.apps.areas",
    "lianfang.apps.people",
    "lianfang.apps.policy",
    "lianfang.apps.intake",
    "lianfang.apps.control",
    "lianfang.apps.facilities",
    "lianfang.apps.venues",
    "lianfang.apps.cases",
    "lianfang.apps.testing",
    "lianfang.apps.alerts",
    "lianfang.apps.health",
    "lianfang.apps.directives",
    "lianfang.apps.inspection",
    "lianfang.apps.hotline",
    "lianfang.apps.reporting",
    "lianfang.apps.documents",
    "lianfang.apps.forms",
    "lianfang.apps.exchange",
    "lianfang.apps.bulletin",
    "lianfang.ui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lianfang.core.api.door.TokenDoor",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lianfang.ui.language.LanguageDoor",
    "lianfang.ui.doors.PageDoor",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lianfang.ui.frame.frame",
            ]
        },
    }
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # the worker looks for `jobs` itself; pages need none

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_TEMP_DIR = str(HOME.root)  # files handed in never lie where others look
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # every column and word of a list may be corrected at once
LAKE = env.lake()
WORK_INLINE = False  # long work runs beside the pages, on a thread of its own

DATABASES = {"default": server.django_database(HOME, SECRETS, env.database_url(), env.owner_url())}

# Who signs in, and how: no registration, no mail, no default password; see SECURITY.md.
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lianfang.core.access.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "lianfang.core.access.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "联防"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_ENGINE = "lianfang.core.access.sessions"
SESSION_COOKIE_AGE = 2 * 60 * 60  # idle; `core.access.requests` ends a session after a shift, busy or not
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(env.hosts())
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.hosts() else None
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
