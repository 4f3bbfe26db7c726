"""Addresses of the pages of venues."""

from django.urls import path

from lianfang.apps.venues import web

app_name = "venues"
urlpatterns = [
    path("venues/", web.venues, name="venues"),
    path("venues/together/", web.together, name="together"),
    path("venues/load/", web.load, name="load"),
    path("venues/load/rejects/", web.rejects, name="rejects"),
    path("venues/<str:uid>/", web.venue, name="venue"),
]
