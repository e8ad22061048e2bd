"""The page on which people make and take back the tokens of their own programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.access import signed_in, step_up
from marketplace.api import services
from marketplace.api.forms import TokenForm
from marketplace.api.models import ApiToken
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request


@signed_in
@step_up
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """One's own tokens; a new one is shown once, on the answer to the form."""
    form, key = TokenForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            _token, key = services.create_token(**form.cleaned_data, actor=request.actor, at=timezone.now())
        if ok:
            form = TokenForm()
    now = timezone.now()
    own = [(token, token.is_live(now)) for token in ApiToken.objects.filter(user_id=request.actor.person_id)[:50]]
    context = {"form": form, "key": key, "tokens": own}
    return render(request, "api/tokens.html", context, status=form_status(form))


@signed_in
@require_POST
def revoke_token(request: Request, token_id: int) -> HttpResponse:
    """Take one's own token back."""
    token = services.revoke_token(token_id=token_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Token %(name)s dicabut.") % {"name": token.name})
    return redirect("api:tokens")
