"""The life of a paper: it is never changed, only signed, and at the end perhaps void."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.kernel.states import Flow, move


class DocumentState(models.TextChoices):
    ISSUED = "issued", _("Menunggu tanda tangan")
    VALID = "valid", _("Sah")
    VOID = "void", pgettext_lazy("paper", "Batal")


DOCUMENT_FLOW = Flow(
    move("complete", sources=[DocumentState.ISSUED], target=DocumentState.VALID),
    move("void", sources=[DocumentState.ISSUED, DocumentState.VALID], target=DocumentState.VOID),
)
