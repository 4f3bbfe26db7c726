"""Addresses of the pages of reports; those that open without a network stand below the field's."""

from django.urls import path

from lianfang.apps.forms import web

app_name = "forms"
urlpatterns = [
    path("today/reports/", web.mine, name="mine"),
    path("today/reports/<str:uid>/", web.entry, name="entry"),
    path("reports/upload/", web.upload, name="upload"),
    path("reports/status/", web.own_status, name="own_status"),
    path("reports/forms/", web.catalogue, name="catalogue"),
    path("reports/forms/<int:number>/", web.edition, name="edition"),
    path("reports/one/<str:uid>/", web.report, name="report"),
    path("reports/one/<str:uid>/accept/", web.accept, name="accept"),
    path("reports/one/<str:uid>/return/", web.return_report, name="return"),
    path("reports/handed/<int:number>/", web.handed, name="handed"),
    path("reports/disputes/<str:uid>/", web.dispute, name="dispute"),
    path("reports/disputes/<str:uid>/settle/", web.settle, name="settle"),
    path("reports/closings/", web.closings, name="closings"),
    path("reports/closings/<str:uid>/end/", web.end_closing, name="end_closing"),
    path("reports/days-off/", web.days_off, name="days_off"),
    path("reports/rollup/", web.own_rollup, name="own_rollup"),
    path("reports/<str:form>/rollup/<str:area>/", web.rollup, name="rollup"),
    path("reports/<str:form>/rollup/<str:area>/behind/", web.rollup_behind, name="rollup_behind"),
    path("reports/<str:form>/rollup/<str:area>/export/", web.export_rollup, name="export_rollup"),
    path("reports/<str:form>/rollup/<str:area>/people/", web.rollup_people, name="rollup_people"),
    path("reports/evaluation/", web.own_evaluation, name="own_evaluation"),
    path("reports/evaluation/<str:area>/", web.evaluation, name="evaluation"),
    path("reports/evaluation/<str:area>/behind/", web.evaluation_behind, name="evaluation_behind"),
    path("reports/evaluation/<str:area>/export/", web.export_evaluation, name="export_evaluation"),
    path("doubts/", web.doubts, name="doubts"),
    path("doubts/checks/", web.checks, name="checks"),
    path("doubts/<str:uid>/", web.doubt, name="doubt"),
    path("doubts/<str:uid>/answer/", web.answer_doubt, name="answer"),
    path("doubts/<str:uid>/look/", web.look_at_doubt, name="look"),
    path("reports/<str:area>/status/", web.status, name="status"),
    path("reports/<str:area>/template/<str:form>/", web.template, name="template"),
    path("reports/<str:area>/accept/", web.accept_clean, name="accept_clean"),
]
