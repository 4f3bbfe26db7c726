"""The address of retention."""

from django.urls import path

from lianfang.core.retention import web

app_name = "retention"
urlpatterns = [path("retention/", web.retention, name="retention")]
