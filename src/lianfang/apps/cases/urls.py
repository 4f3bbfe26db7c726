"""Addresses of cases."""

from django.urls import path

from lianfang.apps.cases import web

app_name = "cases"
urlpatterns = [
    path("cases/", web.cases, name="cases"),
    path("outbreaks/<str:code>/", web.chains, name="chains"),
    path("outbreaks/<str:code>/files/", web.chain_files, name="chain_files"),
    path("cases/positives/", web.positives, name="positives"),
    path("letters/", web.letters, name="letters"),
    path("letters/<str:uid>/", web.letter, name="letter"),
    path("cases/<uuid:uid>/letters/", web.send, name="send"),
    path("cases/new/", web.new, name="new"),
    path("cases/<str:uid>/", web.case, name="case"),
    path("cases/<uuid:uid>/trajectory/", web.trajectory, name="trajectory"),
    path("cases/<uuid:uid>/met/", web.met, name="met"),
    path("cases/<uuid:uid>/contacts/", web.contacts, name="contacts"),
    path("cases/<uuid:uid>/judge/", web.judge, name="judge"),
    path("cases/<uuid:uid>/seek/", web.seek, name="seek"),
    path("cases/<uuid:uid>/strangers/<int:visitor>/", web.stranger, name="stranger"),
    path("cases/<uuid:uid>/act/<str:act>/", web.act, name="act"),
]
