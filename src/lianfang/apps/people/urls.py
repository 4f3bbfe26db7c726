"""Addresses of the pages of people."""

from django.urls import path

from lianfang.apps.people import web

app_name = "people"
urlpatterns = [
    path("people/", web.find, name="find"),
    path("people/return/", web.take_back, name="take_back"),
    path("people/<str:uid>/clear/", web.clear, name="clear"),
    path("people/<str:uid>/correct/", web.correct, name="correct"),
    path("people/<str:uid>/merge/", web.merge, name="merge"),
    path("people/<str:uid>/unmerge/<uuid:made>/", web.unmerge, name="unmerge"),
]
