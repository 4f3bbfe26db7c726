"""Addresses of the exchange; envelopes come without an account, signed."""

from django.urls import path

from lianfang.apps.exchange import web

app_name = "exchange"
urlpatterns = [
    path("exchange/", web.desk, name="desk"),
    path("exchange/envelopes/", web.envelopes, name="envelopes"),
    path("exchange/arrived/", web.arrived, name="arrived"),
    path("exchange/files/", web.bring, name="bring"),
    path("exchange/take/", web.take, name="take"),
    path("exchange/reports/", web.reports, name="reports"),
    path("exchange/peers/", web.add_peer, name="add_peer"),
    path("exchange/peers/<uuid:peer>/end/", web.end_peer, name="end_peer"),
    path("exchange/peers/<uuid:peer>/pack/", web.pack, name="pack"),
    path("exchange/messages/<uuid:uid>/", web.message, name="message"),
    path("exchange/messages/<uuid:uid>/file/", web.envelope, name="envelope"),
    path("exchange/messages/<uuid:uid>/resend/", web.resend, name="resend"),
    path("people/<str:person>/card/", web.card, name="card"),
]
