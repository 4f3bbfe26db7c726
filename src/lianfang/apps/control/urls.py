"""Addresses of the pages of persons under control, of the field, and of what a table would change."""

from django.urls import path

from lianfang.apps.control import web

app_name = "control"
urlpatterns = [
    path("people/<str:uid>/", web.person, name="person"),
    path("people/<str:uid>/held/", web.held, name="held"),
    path("people/<str:uid>/orders/new/", web.issue_person, name="issue_person"),
    path("batches/<str:reference>/orders/", web.issue_batch, name="issue_batch"),
    path("people/<str:uid>/orders/<int:measure>/notice/", web.notice, name="notice"),
    path("people/<str:uid>/orders/<int:measure>/release/", web.release, name="release"),
    path("people/<str:uid>/orders/<int:measure>/extend/", web.extend, name="extend"),
    path("people/<str:uid>/orders/<int:measure>/shorten/", web.shorten, name="shorten"),
    path("people/<str:uid>/orders/<int:measure>/revoke/", web.revoke, name="revoke"),
    path("people/<str:uid>/orders/<int:measure>/appeal/", web.appeal, name="appeal"),
    path("people/<str:uid>/orders/<int:measure>/answer/", web.answer_appeal, name="answer"),
    path("policy/<int:number>/effect/", web.effect, name="effect"),
    path("releases/", web.releases, name="releases"),
    path("notices/print/", web.sheaves, name="sheaves"),
    path("notices/print/<uuid:uid>/", web.sheaf_file, name="sheaf_file"),
    path("today/", web.today, name="today"),
    path("today/readings/", web.readings, name="readings"),
    path("today/readings/file/", web.readings_file, name="readings_file"),
    path("today/results/file/", web.results_file, name="results_file"),
    path("today/record/", web.record, name="record"),
    path("today/records/", web.records, name="records"),
    path("today/photos/", web.photos, name="photos"),
    path("photos/<uuid:client_id>/", web.photo, name="photo"),
    path("today/worker.js", web.worker, name="worker"),
]
