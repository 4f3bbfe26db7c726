"""Addresses of the pages of facilities."""

from django.urls import path

from lianfang.apps.facilities import web

app_name = "facilities"
urlpatterns = [
    path("sites/", web.sites, name="sites"),
    path("sites/open/", web.open_site, name="open_site"),
    path("sites/photographs/<uuid:client_id>/", web.photograph, name="photograph"),
    path("sites/<str:uid>/", web.site, name="site"),
    path("sites/<str:uid>/buildings/", web.add_building, name="add_building"),
    path("sites/<str:uid>/readiness/", web.set_readiness, name="set_readiness"),
    path("sites/<str:uid>/verify/", web.verify, name="verify"),
    path("sites/<str:uid>/release/", web.release, name="release"),
    path("sites/<str:uid>/lodgings/<str:lodging>/hold/", web.hold, name="hold"),
    path("sites/<str:uid>/certificates/<str:number>/", web.certificate, name="certificate"),
    path("sites/<str:uid>/waiting/", web.waiting, name="waiting"),
    path("sites/<str:uid>/assign/", web.assign, name="assign"),
    path("sites/<str:uid>/lodge/", web.lodge, name="lodge"),
    path("sites/<str:uid>/lodgings/<str:lodging>/", web.act, name="act"),
    path("sites/<str:uid>/lodgings/<str:lodging>/cancel/", web.cancel, name="cancel"),
    path("sites/<str:uid>/rooms/<str:room>/clean/", web.clean, name="clean"),
    path("sites/<str:uid>/meals/", web.bring_meal, name="bring_meal"),
    path("sites/<str:uid>/staff/", web.staff, name="staff"),
    path("sites/<str:uid>/staff/enter/", web.enter_loop, name="enter_loop"),
    path("sites/<str:uid>/staff/<str:period>/leave/", web.leave_loop, name="leave_loop"),
    path("sites/<str:uid>/staff/<str:period>/temperature/", web.staff_temperature, name="staff_temperature"),
    path("care/", web.care, name="care"),
    path("care/ask/", web.ask_need, name="ask_need"),
    path("care/<str:uid>/", web.need, name="need"),
    path("care/<str:uid>/step/", web.step_need, name="step_need"),
    path("fever-clinic/", web.clinic, name="clinic"),
    path("fever-clinic/hold/", web.hold_at_clinic, name="hold_at_clinic"),
    path("fever-clinic/letters/<str:uid>/", web.letter, name="letter"),
    path("fever-clinic/letters/<str:uid>/acknowledge/", web.acknowledge_letter, name="acknowledge_letter"),
    path("fever-clinic/<str:uid>/", web.hold_card, name="hold_card"),
    path("fever-clinic/<str:uid>/result/", web.tell_result, name="tell_result"),
    path("fever-clinic/<str:uid>/free/", web.free, name="free"),
    path("homes/", web.homes, name="homes"),
    path("homes/check/", web.check_home, name="check_home"),
    path("homes/<str:uid>/", web.home, name="home"),
    path("today/transfers/", web.transfers, name="transfers"),
    path("transfers/ask/", web.ask_transfer, name="ask_transfer"),
    path("today/transfers/<str:uid>/", web.transfer, name="transfer"),
    path("transfers/<str:uid>/hand-over/", web.hand_over, name="hand_over"),
    path("transfers/<str:uid>/cancel/", web.cancel_transfer, name="cancel_transfer"),
]
