"""Addresses of what belongs to the frame of every page: the language, the gallery."""

from django.urls import path

from lianfang.ui import web

app_name = "ui"
urlpatterns = [
    path("language/", web.language, name="language"),
    path("gallery/", web.gallery, name="gallery"),
]
