"""Signing in and out, the own account, and managing people and roles."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout as end_sign_in
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import demo_cards, kept_forms, limits, selectors, services
from marketplace.accounts.access import SESSION_ENDED, public, roles, signed_in
from marketplace.accounts.backends import person_named
from marketplace.accounts.forms import (
    ChangePasswordForm,
    ForgottenPasswordForm,
    NewPasswordForm,
    PersonForm,
    RevokeForm,
    RoleForm,
    SignInForm,
    SignUpForm,
)
from marketplace.accounts.known_device import person_of_device, remember_device
from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotPermitted
from marketplace.ui import presses
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered

_form_page = require_http_methods(["GET", "HEAD", "POST"])


# ---- in and out -----------------------------------------------------------------------------------------------------
@public
@never_cache
@_form_page
@sensitive_post_parameters("password")
def sign_in(request: Request) -> HttpResponse:
    """Name and password; the second step follows on its own page for whoever has one."""
    if request.actor.id is not None:
        return redirect("web:my-room")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (user := _check(request, form)):
        response = perform_password_login(request, {}, Login(user=user, redirect_url=_next(request)))
        return remember_device(request, response, user)
    context = {"form": form, "next": _next(request) or "", "groups": demo_cards.groups()}
    context |= {"unsent": SESSION_ENDED in request.GET, "kept": kept_forms.is_waiting(request)}
    return render(request, "accounts/sign_in.html", context, status=form_status(form))


def _check(request: Request, form: SignInForm) -> User | None:
    """The person, or None with the same words whether or not such an account exists."""
    login, address, now = form.cleaned_data["login"], request.actor.address, timezone.now()
    person = person_named(login)
    subject = f"user:{person.pk}" if person else f"text:{login.strip().lower()}"
    known = person is not None and person_of_device(request) == person.pk
    if wait := limits.wait_to_sign_in(subject=subject, address=address, known_device=known, now=now):
        words = _("Terlalu banyak percobaan masuk. Coba lagi {n} menit lagi, atau ganti kata sandi lewat surel.")
        form.add_error(None, words.format(n=wait))
        return None
    user = authenticate(request, login=login, password=form.cleaned_data["password"])
    if user is None:
        form.add_error(None, _("NIP, surel, atau nomor ponsel dan kata sandi tidak cocok."))
        return None
    limits.forgive_sign_in(subject=subject, address=address, known_device=known)
    return user


def _next(request: Request) -> str | None:
    """The page that was asked for, on this site only."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else None


@public
@never_cache
@require_POST
def sign_out(request: Request) -> HttpResponse:
    """End the session, or the sign-in that stopped half way."""
    end_sign_in(request, show_message=False)
    request.session.flush()
    return redirect(settings.LOGOUT_REDIRECT_URL)


class SecondStepView(AuthenticateView):
    """The second step; the demo shows the code that an authenticator app would show now."""

    template_name = "mfa/authenticate.html"

    def get_context_data(self, **kwargs: object) -> dict:
        """What the page needs, and in demo mode the present code."""
        context = super().get_context_data(**kwargs)
        user = self.stage.login.user
        secret = demo_cards.secret_of({name for name in (user.nip, user.email, user.phone) if name})
        if secret:
            counter = list(yield_hotp_counters_from_time())[settings.MFA_TOTP_TOLERANCE]
            context["demo_code"] = format_hotp_value(hotp_value(secret, counter))
            # Whoever plays a dozen parts should not type a dozen codes: it stands in the field already.
            context["form"].fields["code"].initial = context["demo_code"]
        return context

    def render_to_response(self, context: dict, **more: object) -> HttpResponse:
        """422 after a wrong code."""
        return super().render_to_response(context, status=form_status(context["form"]), **more)


second_step = public(SecondStepView.as_view())


@public
@never_cache
@_form_page
@sensitive_post_parameters("password")
def sign_up(request: Request) -> HttpResponse:
    """An account for a seller-to-be; the application to sell follows."""
    if request.actor.id is not None:
        return redirect("web:my-room")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.count("sign_up", request.actor.address, now=timezone.now()):
            form.add_error(None, _("Terlalu banyak pendaftaran dari jaringan ini. Coba lagi satu jam lagi."))
        else:
            with refusal_to_form(form) as ok:
                user = services.register_user(**form.cleaned_data, actor=request.actor, at=timezone.now())
            if ok:
                user.backend = settings.AUTHENTICATION_BACKENDS[0]
                response = perform_password_login(request, {}, Login(user=user, redirect_url=_after_sign_up()))
                return remember_device(request, response, user)
    return render(request, "accounts/sign_up.html", {"form": form}, status=form_status(form))


def _after_sign_up() -> str:
    return "/toko/daftar/"


# ---- forgotten password ---------------------------------------------------------------------------------------------
@public
@never_cache
@_form_page
def forgotten_password(request: Request) -> HttpResponse:
    """Ask for the link. The answer is the same for every address."""
    form = ForgottenPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if limits.count("reset", request.actor.address, now=timezone.now()):
            services.request_password_reset(email=form.cleaned_data["email"], at=timezone.now())
        return render(request, "accounts/reset_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "accounts/forgotten_password.html", {"form": form}, status=form_status(form))


@public
@never_cache
@_form_page
@sensitive_post_parameters("password")
def reset_password(request: Request, uid: str, token: str) -> HttpResponse:
    """A new password by the link in the mail; then sign in with it, second step included."""
    user = _person_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "accounts/reset_expired.html", status=410)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        services.reset_password(
            user_id=user.pk,
            token=token,
            password=form.cleaned_data["password"],
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("Kata sandi diganti. Silakan masuk dengan kata sandi baru."))
        return redirect("accounts:sign-in")
    return render(request, "accounts/reset_password.html", {"form": form}, status=form_status(form))


def _person_of(uid: str) -> User | None:
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(uid)), is_active=True).first()
    except (ValueError, OverflowError):
        return None


def _me(request: Request) -> User:
    """Who signed in, for views below `@signed_in`."""
    if not isinstance(request.user, User):
        raise NotPermitted()
    return request.user


# ---- the own account ------------------------------------------------------------------------------------------------
@signed_in
@require_safe
def account(request: Request) -> HttpResponse:
    """Who I am here, my roles and my open sessions."""
    now = timezone.now()
    context = {
        "person": request.user,
        "assignments": selectors.assignments_of(request.actor.person_id),
        "today": local_day(now),
        "sessions": selectors.sessions_of(request.actor.person_id, this_key=request.session.session_key, now=now),
    }
    return render(request, "accounts/account.html", context)


@signed_in
@require_POST
def end_session(request: Request, public_id: str) -> HttpResponse:
    """End one of my sessions."""
    services.end_session(public_id=public_id, actor=request.actor, at=timezone.now())
    messages.success(request, _("Sesi itu sudah ditutup."))
    return redirect("accounts:account")


@signed_in
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    """End all my sessions but this one."""
    services.end_other_sessions(keep=request.session.session_key, actor=request.actor, at=timezone.now())
    messages.success(request, _("Semua sesi lain sudah ditutup."))
    return redirect("accounts:account")


@signed_in
@never_cache
@_form_page
@sensitive_post_parameters("present", "password")
def change_password(request: Request) -> HttpResponse:
    """A new password, with the present one."""
    form = ChangePasswordForm(request.POST or None, user=_me(request))
    if request.method == "POST" and form.is_valid():
        user = services.change_password(
            user=_me(request),
            password=form.cleaned_data["password"],
            keep=request.session.session_key,
            actor=request.actor,
            at=timezone.now(),
        )
        update_session_auth_hash(request, user)
        messages.success(request, _("Kata sandi diganti. Sesi di perangkat lain sudah ditutup."))
        return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form}, status=form_status(form))


# ---- people and roles (site administrator) --------------------------------------------------------------------------
@roles(Role.SITE_ADMIN)
@require_safe
def people(request: Request) -> HttpResponse:
    """Find a person."""
    text = request.GET.get("q", "").strip()
    found = selectors.with_roles(selectors.people_matching(text), on=local_day(timezone.now()))
    return render(request, "accounts/people.html", {"page": numbered(found, number=request.GET.get("page")), "q": text})


@roles(Role.SITE_ADMIN)
@_form_page
def register_person(request: Request) -> HttpResponse:
    """Register an official; the link to make a password is mailed."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        with refusal_to_form(form) as ok:
            person = services.register_user(**form.cleaned_data, actor=request.actor, at=now)
            services.request_password_reset(email=form.cleaned_data["email"], at=now)
        if ok:
            messages.success(request, _("Akun dibuat. Tautan untuk membuat kata sandi dikirim lewat surel."))
            return redirect("accounts:person", user_id=person.pk)
    return render(request, "accounts/register_person.html", {"form": form}, status=form_status(form))


@roles(Role.SITE_ADMIN)
@_form_page
def person(request: Request, user_id: int) -> HttpResponse:
    """A person with all roles; give one by decision."""
    someone = get_object_or_404(User, pk=user_id)
    form = RoleForm(request.POST or None, organisations=selectors.organisations_for_officials())
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        with refusal_to_form(form) as ok:
            services.assign_role(
                user_id=someone.pk,
                organisation_id=facts.pop("organisation").pk,
                **facts,
                actor=request.actor,
                at=timezone.now(),
            )
        if ok:
            messages.success(request, _("Peran diberikan dan berlaku sesuai tanggalnya."))
            return redirect("accounts:person", user_id=someone.pk)
    context = {
        "person": someone,
        "crumbs": [{"label": _("Orang dan peran"), "url": reverse("accounts:people")}, {"label": someone.full_name}],
        "form": form,
        "assignments": selectors.assignments_of(someone.pk),
        "today": local_day(timezone.now()),
    }
    return render(request, "accounts/person.html", context, status=form_status(form))


@roles(Role.SITE_ADMIN)
@require_POST
def revoke(request: Request, user_id: int, assignment_id: int) -> HttpResponse:
    """End a role, with the reason."""
    form = RevokeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _why_not(form, _("Tulis alasan pencabutan.")))
        return redirect("accounts:person", user_id=user_id)
    if not selectors.assignments_of(user_id).filter(pk=assignment_id).exists():
        raise Http404
    with presses.once(request, "revoke_role", str(assignment_id)) as press:
        if not press.result:
            why = form.cleaned_data["why"]
            services.revoke_role(assignment_id=assignment_id, actor=request.actor, at=timezone.now(), why=why)
            press.keep("revoked")
    messages.success(request, _("Peran dicabut."))
    return redirect("accounts:person", user_id=user_id)


@roles(Role.SITE_ADMIN)
@require_POST
def deactivate(request: Request, user_id: int) -> HttpResponse:
    """Close the account of a person who left."""
    form = RevokeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _why_not(form, _("Tulis alasan penutupan akun.")))
        return redirect("accounts:person", user_id=user_id)
    services.deactivate_user(user_id=user_id, actor=request.actor, at=timezone.now(), why=form.cleaned_data["why"])
    messages.success(request, _("Akun ditutup. Semua peran dan sesinya berakhir."))
    return redirect("accounts:person", user_id=user_id)


def _why_not(form: RevokeForm, missing: str) -> str:
    """What is wrong with the reason; its form stands on the page to which the message leads."""
    return missing if form.has_error("why", "required") else " ".join(map(str, form.errors["why"]))


@roles(Role.SITE_ADMIN)
@require_safe
def offices(request: Request) -> HttpResponse:
    """All offices with their codes."""
    return render(
        request,
        "accounts/offices.html",
        {"page": numbered(selectors.offices(), number=request.GET.get("page"), per_page=60)},
    )
