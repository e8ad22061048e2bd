"""The API at `/api/v1/`, described at `/api/v1/openapi.json`. There is no documentation page: it would need scripts
from elsewhere, which the site's content security policy refuses; any reader of OpenAPI shows the description.
"""

from typing import Any

from django.urls import reverse
from ninja import NinjaAPI

from marketplace.api import errors
from marketplace.api.auth import AUTHENTICATION
from marketplace.api.doors import SIGNED_IN, door
from marketplace.api.routes import budget, listings, orders, oversight
from marketplace.api.schemas import Me, answers
from marketplace.api.throttles import paces
from marketplace.ui.http import Request


class MountedAPI(NinjaAPI):
    """Ninja looks for its root in a namespace of its own; ours stands inside that of the package."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return reverse(f"api:{self.urls_namespace}:api-root", kwargs=path_params)


api = MountedAPI(
    title="Dasaran",
    version="1",
    description="Amounts are whole rupiah. Refusals carry a stable code. Send an attempt key with whatever binds.",
    urls_namespace="v1",
    docs_url=None,
    auth=AUTHENTICATION,
    throttle=paces(),
)
errors.install(api)
api.add_router("/listings", listings.router)
api.add_router("/orders", orders.router)
api.add_router("/budget", budget.router)
api.add_router("/oversight", oversight.router)


@api.get("/me", response=answers(Me), tags=["me"], url_name="me")
@door(SIGNED_IN)
def me(request: Request) -> dict[str, Any]:
    """Who this program acts for, and in which roles."""
    actor, token = request.actor, getattr(request, "api_token", None)
    grants = sorted(actor.grants, key=lambda one: (one.role, one.organisation_id or 0))
    return {
        "id": actor.id,
        "name": actor.name,
        "roles": [{"role": one.role, "organisation_id": one.organisation_id} for one in grants],
        "token_scope": token.scope if token else None,
    }
