from marketplace.api.services.create_token import create_token
from marketplace.api.services.revoke_token import revoke_token

__all__ = ["create_token", "revoke_token"]
