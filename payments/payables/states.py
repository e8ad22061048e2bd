"""The life of what BAST made payable. The database knows the same table (`sql/payable_rules_v1.sql`)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.states import Flow, move


class PayableState(models.TextChoices):
    OPEN = "open", _("Siap dibayar")
    BLOCKED = "blocked", _("Ditahan")
    CHARGING = "charging", _("Sedang dibayar")
    PAID = "paid", _("Dibayar dengan kartu")
    SETTLED = "settled", _("Lunas ke bank")


PAYABLE_FLOW = Flow(
    move("block", sources=[PayableState.OPEN], target=PayableState.BLOCKED),
    move("unblock", sources=[PayableState.BLOCKED], target=PayableState.OPEN),
    move("start_charging", sources=[PayableState.OPEN], target=PayableState.CHARGING),
    move("charge_failed", sources=[PayableState.CHARGING], target=PayableState.OPEN),
    move("mark_paid", sources=[PayableState.CHARGING], target=PayableState.PAID),
    move("mark_settled", sources=[PayableState.PAID], target=PayableState.SETTLED),
)
