"""allauth's views where they differ from its own, and the link that sets a password."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.password_reset import perform_password_reset_login
from allauth.account.views import PasswordChangeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView

from fyrstod.access.limits import count, limited
from fyrstod.people import links
from fyrstod.people.selectors import links_of
from fyrstod.people.sign_in_forms import AskForPasswordForm, SetPasswordForm
from fyrstod.people.sign_in_record import Event, note


@method_decorator(reauthentication_required, name="dispatch")
class SetUpCodes(ActivateTOTPView):
    """Sets up the code app, or puts a new one in its place. It is never left without one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # allauth's own would lead whoever has one to taking it away.
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        opened = links_of(self.request.user)
        # Without its first line, which is XML's; the style of the picture is attributes alone.
        qr = context["totp_svg"].partition("?>\n")[2]
        return {**context, "opened": opened[0] if opened else None, "qr": SafeString(qr)}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        user = self.request.user
        earlier = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        replaced, _rows = earlier.delete()
        if replaced:
            note(user, Event.APP_TAKEN_AWAY)
            user.sign_in_changed_at = timezone.now()
            user.save(update_fields=["sign_in_changed_at"])
            update_session_auth_hash(self.request, user)
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, user, "mfa", type=Authenticator.Type.TOTP)
        return response


set_up_codes = SetUpCodes.as_view()


class ChangePassword(PasswordChangeView):
    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return response


change_password = ChangePassword.as_view()


class MySignIn(IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "links": links_of(self.request.user)}


my_sign_in = MySignIn.as_view()


@require_http_methods(["GET", "POST"])
@limited("sign-in-link")
def set_password(request: HttpRequest) -> HttpResponse:
    """The code is typed or comes in the address's fragment, which no server ever sees."""
    form = SetPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            link = links.find(form.cleaned_data["code"])
        except links.NoSuchLink as problem:
            form.add_error("code", str(problem))
        else:
            if form.check_password_of(link.user):
                links.use(link=link, password=form.cleaned_data["password"])
                response: HttpResponse = perform_password_reset_login(
                    request, link.user, email=link.user.email
                )
                return response
    status = 422 if form.errors else 200
    return render(request, "account/set_password.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def ask_for_password(request: HttpRequest) -> HttpResponse:
    """Says the same whether the account exists or not."""
    form = AskForPasswordForm(request.POST or None)
    sends, status = settings.FYRSTOD_SENDS_EMAIL, 200
    if sends and form.is_valid():
        count(request, "sign-in-link")
        try:
            links.send_to_forgetful(request, form.cleaned_data["email"])
            return render(request, "account/password_asked.html")
        except links.NoMail as problem:
            form.add_error(None, str(problem))
            status = 503
    elif form.errors:
        status = 422
    context = {"form": form, "sends": sends}
    return render(request, "account/password_reset.html", context, status=status)
