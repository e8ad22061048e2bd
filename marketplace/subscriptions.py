"""Read this file to know what follows from what: event -> who reacts, in this order."""

from collections.abc import Callable
from typing import Any

from marketplace.accounts import handlers as accounts
from marketplace.accounts.events import PasswordResetRequested
from marketplace.documents import handlers as documents
from marketplace.documents.events import DocumentIssued, DocumentSigned
from marketplace.kernel.outbox import Event

SUBSCRIPTIONS: dict[type[Event], list[Callable[[Any], None]]] = {
    DocumentIssued: [documents.render],
    DocumentSigned: [documents.render],
    PasswordResetRequested: [accounts.mail_reset_link],
}
