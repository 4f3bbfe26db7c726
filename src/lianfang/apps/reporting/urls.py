"""Addresses of the pages of the account."""

from django.urls import path

from lianfang.apps.reporting import web

app_name = "reporting"
urlpatterns = [
    path("", web.overview, name="overview"),
    path("rollup/", web.own_rollup, name="own_rollup"),
    path("rollup/<str:code>/", web.rollup, name="rollup"),
    path("compare/<str:code>/", web.compare, name="compare"),
    path("holders/<str:code>/", web.holders, name="holders"),
    path("behind/<str:code>/", web.behind, name="behind"),
    path("gaps/", web.gaps, name="gaps"),
    path("exports/", web.exports, name="exports"),
    path("briefs/<str:code>/", web.briefs, name="briefs"),
    path("briefs/<str:code>/draft/", web.draft, name="draft"),
    path("brief/<uuid:uid>/", web.brief, name="brief"),
    path("brief/<uuid:uid>/file/", web.brief_file, name="brief_file"),
    path("brief/<uuid:uid>/figures/<str:key>/", web.brief_figure, name="brief_figure"),
]
