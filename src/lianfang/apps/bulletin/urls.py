"""Addresses of the bulletin; those below /public/ answer everybody."""

from django.urls import path

from lianfang.apps.bulletin import web

app_name = "bulletin"
urlpatterns = [
    path("public/", web.front, name="front"),
    path("public/feed.atom", web.feed, name="feed"),
    path("public/areas/", web.places, name="places"),
    path("public/services/", web.services, name="services"),
    path("public/questions/", web.questions, name="questions"),
    path("public/read/<uuid:version>/", web.read, name="read"),
    path("bulletin/", web.desk, name="desk"),
    path("bulletin/new/", web.new, name="new"),
    path("bulletin/faq/", web.faq, name="faq"),
    path("bulletin/<uuid:version>/", web.draft, name="draft"),
    path("bulletin/<uuid:version>/correct/", web.correct, name="correct"),
    path("bulletin/<uuid:version>/decide/", web.decide, name="decide"),
]
