from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.access import signed_in
from marketplace.kernel.errors import NotFound
from marketplace.notices import selectors, services
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset


@require_safe
@signed_in
def notice_list(request: Request) -> HttpResponse:
    page = keyset(
        selectors.notices_of(request.actor), order=("-created_at", "-id"), cursor=request.GET.get("cursor"), per_page=30
    )
    return render(request, "notices/list.html", {"page": page})


@require_POST
@signed_in
def open_notice(request: Request, notice_id: int) -> HttpResponse:
    """Mark as read and go where the notice points."""
    notice = selectors.notices_of(request.actor).filter(id=notice_id).first()
    if notice is None:
        raise NotFound()
    services.mark_read(notice_ids=[notice.id], actor=request.actor, at=timezone.now())
    return redirect(notice.url)


@require_POST
@signed_in
def read_all(request: Request) -> HttpResponse:
    services.mark_read(notice_ids=None, actor=request.actor, at=timezone.now())
    return redirect("notices:list")
