"""Addresses of the hotline; those below /public/ answer everybody."""

from django.urls import path

from lianfang.apps.hotline import web

app_name = "hotline"
urlpatterns = [
    path("public/ask/", web.ask, name="ask"),
    path("public/follow/", web.follow, name="follow"),
    path("public/rate/", web.rate, name="rate"),
    path("hotline/", web.desk, name="desk"),
    path("hotline/new/", web.new, name="new"),
    path("hotline/letter/", web.letter, name="letter"),
    path("hotline/clocks/", web.clocks, name="clocks"),
    path("hotline/facts/", web.facts, name="facts"),
    path("hotline/openings/", web.openings, name="openings"),
    path("hotline/openings/<uuid:request_uid>/confirm/", web.confirm, name="confirm"),
    path("hotline/openings/<uuid:request_uid>/reveal/", web.reveal, name="reveal"),
    path("hotline/<str:uid>/", web.matter, name="matter"),
    path("hotline/<str:uid>/act/<str:act>/", web.act, name="act"),
    path("hotline/<str:uid>/contact/", web.contact, name="contact"),
    path("hotline/<str:uid>/opening/", web.ask_opening, name="ask_opening"),
]
