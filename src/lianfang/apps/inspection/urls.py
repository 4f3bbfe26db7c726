"""Addresses of the pages of inspection; those of a phone lie below the field's, whose worker keeps them."""

from django.urls import path

from lianfang.apps.inspection import web

app_name = "inspection"
urlpatterns = [
    path("inspection/", web.ledger, name="ledger"),
    path("inspection/export/", web.export, name="export"),
    path("inspection/campaigns/", web.campaigns, name="campaigns"),
    path("inspection/campaigns/plan/", web.plan, name="plan"),
    path("inspection/campaigns/<str:uid>/", web.campaign, name="campaign"),
    path("inspection/campaigns/<str:uid>/draw/", web.draw, name="draw"),
    path("inspection/findings/<str:uid>/", web.finding, name="finding"),
    path("inspection/findings/<str:uid>/rectify/", web.rectify, name="rectify"),
    path("inspection/findings/<str:uid>/recheck/", web.recheck, name="recheck"),
    path("inspection/findings/<str:uid>/raise/", web.raise_finding, name="raise"),
    path("inspection/findings/<str:uid>/withdraw/", web.withdraw, name="withdraw"),
    path("inspection/evidence/<uuid:client_id>/", web.evidence, name="evidence"),
    path("inspection/visits/<str:uid>/", web.visit, name="visit"),
    path("today/visits/", web.visits, name="visits"),
    path("today/visits/records/", web.records, name="records"),
    path("today/visits/photos/", web.photos, name="photos"),
    path("today/visits/<str:uid>/", web.visit_form, name="visit_form"),
]
