"""Addresses of the pages of places."""

from django.urls import path

from lianfang.apps.areas import web

app_name = "areas"
urlpatterns = [path("areas/<str:code>/", web.show, name="show")]
