"""Addresses of the pages of inspection; those of a phone lie below the field's, whose worker keeps them."""

from django.urls import path

from lianfang.apps.inspection import web

app_name = "inspection"
urlpatterns = [
    path("inspection/", web.ledger, name="ledger"),
    path("inspection/export/", web.export, name="export"),
    path("inspection/campaigns/", web.campaigns, name="campaigns"),
    path("inspection/campaigns/plan/", web.plan, name="plan"),
    path("inspection/checklists/load/", web.load_checklists, name="load_checklists"),
    path("inspection/campaigns/<str:uid>/", web.campaign, name="campaign"),
    path("inspection/campaigns/<str:uid>/draw/", web.draw, name="draw"),
    path("inspection/findings/<str:uid>/", web.finding, name="finding"),
    path("inspection/findings/<str:uid>/rectify/", web.rectify, name="rectify"),
    path("inspection/findings/<str:uid>/recheck/", web.recheck, name="recheck"),
    path("inspection/findings/<str:uid>/raise/", web.raise_finding, name="raise"),
    path("inspection/findings/<str:uid>/withdraw/", web.withdraw, name="withdraw"),
    path("inspection/signatures/<uuid:visit>/", web.signature, name="signature"),
    path("inspection/evidence/<uuid:client_id>/", web.evidence, name="evidence"),
    path("inspection/visits/<str:uid>/", web.visit, name="visit"),
    path("inspection/visits/<str:uid>/notice/", web.notice, name="notice"),
    path("inspection/rosters/", web.rosters, name="rosters"),
    path("inspection/rosters/plan/", web.plan_shifts, name="plan_shifts"),
    path("inspection/shifts/<str:uid>/check-in/", web.check_in, name="check_in"),
    path("inspection/shifts/<str:uid>/swap/", web.swap, name="swap"),
    path("inspection/shifts/<str:uid>/excuse/", web.excuse, name="excuse"),
    path("inspection/shifts/<str:uid>/call/", web.spot_call, name="call"),
    path("inspection/outcomes/", web.outcomes, name="outcomes"),
    path("inspection/outcomes/add/", web.add_outcome, name="add_outcome"),
    path("inspection/outcomes/names/", web.outcome_names, name="outcome_names"),
    path("inspection/papers/", web.papers, name="papers"),
    path("inspection/papers/bulletin/", web.bulletin, name="bulletin"),
    path("inspection/papers/report/", web.report, name="report"),
    path("inspection/papers/<str:uid>/", web.paper, name="paper"),
    path("inspection/papers/<str:uid>/<str:key>/", web.behind, name="behind"),
    path("today/visits/", web.visits, name="visits"),
    path("today/visits/records/", web.records, name="records"),
    path("today/visits/photos/", web.photos, name="photos"),
    path("today/visits/<str:uid>/", web.visit_form, name="visit_form"),
]
