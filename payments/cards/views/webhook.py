"""Where the provider calls. What it says is a hint; the timer asks what is true."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.accounts.access import public
from payments.cards.services import receive_webhook
from payments.gateways.base import WebhookRejected

MOST_BYTES = 262_144


@csrf_exempt
@public
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep a signed message. 200 also for one that is known; 400 without a proper signature, 413 when far too long."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    if not settings.STRIPE_WEBHOOK_SECRET:
        return HttpResponse(status=503)
    try:
        receive_webhook(body=request.body, signature_header=request.headers.get("Stripe-Signature", ""))
    except WebhookRejected:
        return HttpResponse(status=400)
    return HttpResponse(status=200)
