"""The addresses of signing in that the project has, under allauth's own names.

No sign-up, no passkeys, no other e-mail addresses; and the second factor is replaced, not left.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path

from fyrstod.people import sign_in_views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", sign_in_views.change_password, name="account_change_password"),
    path("password/reset/", sign_in_views.ask_for_password, name="account_reset_password"),
    path("password/set/", sign_in_views.set_password, name="account_set_password"),
    path("", sign_in_views.my_sign_in, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("code/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("code/set-up/", sign_in_views.set_up_codes, name="mfa_activate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
