"""Addresses of the health centre's desk."""

from django.urls import path

from lianfang.apps.health import web

app_name = "health"
urlpatterns = [
    path("health/", web.desk, name="desk"),
    path("health/call/", web.call, name="call"),
    path("health/transfer/", web.transfer, name="transfer"),
    path("health/number/", web.number, name="number"),
]
