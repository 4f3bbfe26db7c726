"""Addresses of the pages of persons under control."""

from django.urls import path

from lianfang.apps.control import web

app_name = "control"
urlpatterns = [path("people/<str:uid>/", web.person, name="person")]
