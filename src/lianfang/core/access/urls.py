"""Addresses of one's own account. Signing in and the second factor are allauth's, only those in use."""

from typing import Any

from allauth.account import views as accounts
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from lianfang.core.access import auditing, managing, web
from lianfang.core.access.doors import needs, public
from lianfang.core.access.permissions import Permission

own = needs(Permission.OWN_ACCOUNT)

pages = [
    path("enter/<str:code>/", web.enter, name="enter"),
    path("invitation/<str:code>/", web.invitation, name="invitation"),
    path("account/", web.account, name="account"),
    path("account/wear/", web.wear, name="wear"),
    path("beyond/", web.beyond, name="beyond"),
    path("beyond/<int:number>/", web.note_look, name="note_look"),
    path("accounts/", managing.accounts, name="accounts"),
    path("accounts/<int:number>/", managing.card, name="account_card"),
    path("accounts/<int:number>/change/", managing.change, name="change_account"),
    path("audit/", auditing.overview, name="audit"),
    path("audit/<str:log>/", auditing.log, name="audit_log"),
]
signing: list[Any] = [
    path("sign-in/", public(accounts.login), name="account_login"),
    path("sign-in/second/", public(factors.authenticate), name="mfa_authenticate"),
    path("sign-out/", public(accounts.logout), name="account_logout"),
    path("account/closed/", public(accounts.account_inactive), name="account_inactive"),
    path("account/confirm/", own(accounts.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/second/", own(factors.reauthenticate), name="mfa_reauthenticate"),
    path("account/password/", own(accounts.password_change), name="account_change_password"),
    path("account/password/first/", own(accounts.password_set), name="account_set_password"),
    path("account/second-factor/", own(factors.index), name="mfa_index"),
    path("account/second-factor/add/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("account/second-factor/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery-codes/make/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path(
        "account/recovery-codes/file/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"
    ),
]
urlpatterns = [*signing, path("", include((pages, "access")))]
