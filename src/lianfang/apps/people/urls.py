"""Addresses of the pages of people."""

from django.urls import path

from lianfang.apps.people import web

app_name = "people"
urlpatterns = [path("people/", web.find, name="find")]
