"""Django settings: one database, no secrets, nothing a county has to edit."""

from lianfang.core.embedded import home as homes
from lianfang.core.embedded import server
from lianfang.project import env

HOME = homes.Home(env.home())
SECRETS = homes.read_secrets(HOME)

SECRET_KEY = SECRETS.django_key
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "lianfang.project.urls"
USE_TZ = True
TIME_ZONE = env.time_zone()
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "lianfang.core.sql",
    "lianfang.core.audit",
    "lianfang.apps.areas",
    "lianfang.apps.people",
    "lianfang.apps.policy",
    "lianfang.apps.intake",
    "lianfang.apps.control",
    "lianfang.apps.alerts",
    "lianfang.apps.reporting",
    "lianfang.ui",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lianfang.ui.language.LanguageDoor",
    "lianfang.ui.doors.PageDoor",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["lianfang.ui.frame.frame"]},
    }
]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # the worker looks for `jobs` itself; pages need none

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True

DATABASES = {"default": server.django_database(HOME, SECRETS, env.database_url())}
