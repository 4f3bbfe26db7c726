"""Addresses of the pages of the account."""

from django.urls import path

from lianfang.apps.reporting import web

app_name = "reporting"
urlpatterns = [
    path("", web.overview, name="overview"),
    path("rollup/<str:code>/", web.rollup, name="rollup"),
    path("gaps/", web.gaps, name="gaps"),
]
