"""Addresses of the pages of lists."""

from django.urls import path

from lianfang.apps.intake import web

app_name = "intake"
urlpatterns = [
    path("batches/", web.batches, name="batches"),
    path("batches/<str:reference>/", web.batch, name="batch"),
]
