"""Addresses of the pages of testing; that of a point lies below the field's, whose worker keeps it."""

from django.urls import path

from lianfang.apps.testing import web

app_name = "testing"
urlpatterns = [
    path("testing/", web.rounds, name="rounds"),
    path("testing/start/", web.start_round, name="start_round"),
    path("testing/exempt/", web.exempt, name="exempt"),
    path("testing/plan/", web.plan, name="plan"),
    path("testing/rounds/<str:uid>/", web.one_round, name="round"),
    path("testing/rounds/<str:uid>/end/", web.end_round, name="end_round"),
    path("testing/points/", web.points, name="points"),
    path("testing/points/open/", web.open_point, name="open_point"),
    path("testing/points/<str:uid>/close/", web.close_point, name="close_point"),
    path("testing/tubes/", web.tubes, name="tubes"),
    path("testing/tubes/pass/", web.pass_on, name="pass_on"),
    path("testing/tubes/samples/", web.load_samples, name="load_samples"),
    path("testing/tubes/results/", web.load_results, name="load_results"),
    path("testing/tubes/scanned/", web.scanned, name="scanned"),
    path("testing/labels/", web.labels, name="labels"),
    path("testing/labels/print/", web.print_labels, name="print_labels"),
    path("testing/labels/<str:uid>/", web.label_run, name="label_run"),
    path("testing/tubes/<str:code>/", web.tube, name="tube"),
    path("testing/tubes/<str:code>/result/", web.give_result, name="result"),
    path("testing/programmes/", web.programmes, name="programmes"),
    path("testing/programmes/start/", web.start_programme, name="start_programme"),
    path("testing/programmes/<str:uid>/enlist/", web.enlist, name="enlist"),
    path("testing/programmes/<str:uid>/end/", web.end_programme, name="end_programme"),
    path("testing/bulletin/", web.bulletin, name="bulletin"),
    path("today/points/records/", web.records, name="records"),
    path("today/points/<str:uid>/", web.point, name="point"),
    path("today/points/<str:uid>/sample/", web.sample, name="sample"),
    path("today/points/<str:uid>/seal/", web.seal, name="seal"),
    path("today/points/<str:uid>/queue/", web.tell_queue, name="tell_queue"),
]
