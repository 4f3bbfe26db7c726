"""Addresses of the exchange; envelopes come without an account, signed."""

from django.urls import path

from lianfang.apps.exchange import web

app_name = "exchange"
urlpatterns = [
    path("exchange/envelopes/", web.envelopes, name="envelopes"),
]
