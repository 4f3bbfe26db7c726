"""The API's common ground as a Django app: its tables are named after it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """`api`: answered calls."""

    name = "lianfang.core.api"
    label = "api"
