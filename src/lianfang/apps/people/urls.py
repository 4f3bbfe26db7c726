"""Addresses of the pages of people."""

from django.urls import path

from lianfang.apps.people import web

app_name = "people"
urlpatterns = [
    path("people/", web.find, name="find"),
    path("people/<str:uid>/clear/", web.clear, name="clear"),
    path("people/<str:uid>/correct/", web.correct, name="correct"),
]
