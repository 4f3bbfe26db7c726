"""Addresses of directives and tasks."""

from django.urls import path

from lianfang.apps.directives import web

app_name = "directives"
urlpatterns = [
    path("directives/", web.directives, name="directives"),
    path("directives/items/<str:uid>/correct/", web.correct, name="correct"),
    path("directives/items/<str:uid>/accept/", web.accept, name="accept"),
    path("directives/items/<str:uid>/part/", web.add_part, name="add_part"),
    path("directives/items/<str:uid>/withdraw/", web.withdraw_item, name="withdraw_item"),
    path("directives/<str:uid>/", web.directive, name="directive"),
    path("directives/<str:uid>/paper/", web.paper, name="paper"),
    path("directives/<str:uid>/issue/", web.issue, name="issue"),
    path("directives/<str:uid>/withdraw/", web.withdraw, name="withdraw"),
    path("directives/<str:uid>/tasks/", web.tasks, name="tasks"),
    path("directives/<str:uid>/sign-off/", web.sign_off, name="sign_off"),
    path("meetings/", web.meetings, name="meetings"),
    path("meetings/<str:uid>/", web.meeting, name="meeting"),
    path("meetings/<str:uid>/change/", web.change_meeting, name="change_meeting"),
    path("meetings/<str:uid>/minutes/", web.minutes, name="minutes"),
    path("meetings/<str:uid>/papers/", web.attach_paper, name="attach_paper"),
    path("meetings/papers/<str:uid>/", web.meeting_paper, name="meeting_paper"),
    path("meetings/papers/<str:uid>/remove/", web.remove_paper, name="remove_paper"),
    path("meetings/<str:uid>/script.docx", web.script_file, name="script_file"),
    path("meetings/<str:uid>/minutes.docx", web.minutes_file, name="minutes_file"),
    path("plans/", web.plans, name="plans"),
    path("plans/<str:plan>/", web.plan, name="plan"),
    path("directives/<str:uid>/plan/", web.make_plan, name="make_plan"),
    path("directives/<str:uid>/step-down/", web.step_down, name="step_down"),
    path("tasks/", web.mine, name="mine"),
    path("tasks/receive/", web.take_all, name="take_all"),
    path("tasks/evidence/<str:uid>/", web.evidence, name="evidence"),
    path("tasks/<str:uid>/", web.task, name="task"),
    path("tasks/<str:uid>/handle/", web.work, name="work"),
    path("tasks/<str:uid>/judge/", web.judge, name="judge"),
]
