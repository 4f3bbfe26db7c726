"""Addresses of the pages of policy."""

from django.urls import path

from lianfang.apps.policy import web

app_name = "policy"
urlpatterns = [
    path("policy/", web.packs, name="packs"),
    path("policy/<int:number>/", web.table, name="table"),
    path("policy/<int:number>/compare/", web.compare, name="compare"),
    path("policy/<int:number>/try/", web.attempt, name="attempt"),
]
