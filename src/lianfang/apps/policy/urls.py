"""Addresses of the pages of policy."""

from django.urls import path

from lianfang.apps.policy import web

app_name = "policy"
urlpatterns = [
    path("policy/", web.packs, name="packs"),
    path("policy/load/", web.load, name="load"),
    path("policy/risk-areas/", web.risk_areas, name="risk_areas"),
    path("policy/risk-areas/lift/", web.lift, name="lift"),
    path("policy/<int:number>/", web.table, name="table"),
    path("policy/<int:number>/compare/", web.compare, name="compare"),
    path("policy/<int:number>/try/", web.attempt, name="attempt"),
    path("policy/<int:number>/adopt/", web.adopt, name="adopt"),
]
