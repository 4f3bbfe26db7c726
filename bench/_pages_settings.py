"""The program's settings, with a trivial page among its addresses."""

from lianfang.project.settings import *  # noqa: F403  all of them, as they are

ROOT_URLCONF = "bench._pages_urls"
