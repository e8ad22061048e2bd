"""What can be done with papers."""

from marketplace.documents.services.ask_rendering import ask_rendering
from marketplace.documents.services.issue import issue
from marketplace.documents.services.render_document import render_document
from marketplace.documents.services.sign import sign
from marketplace.documents.services.void import void

__all__ = ["ask_rendering", "issue", "render_document", "sign", "void"]
