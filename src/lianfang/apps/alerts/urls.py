"""Addresses of the pages of what was told."""

from django.urls import path

from lianfang.apps.alerts import web

app_name = "alerts"
urlpatterns = [
    path("notices/", web.notices, name="notices"),
    path("notices/all/acknowledge/", web.acknowledge_all, name="acknowledge_all"),
    path("notices/mailbox/", web.mailbox, name="mailbox"),
    path("notices/outbox/", web.outbox, name="outbox"),
    path("notices/<str:uid>/acknowledge/", web.acknowledge, name="acknowledge"),
]
