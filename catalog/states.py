"""The words a listing's life is told in, and its legal moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.states import Flow, move


class ListingState(TextChoices):
    DRAFT = "draft", _("Draf")
    IN_REVIEW = "in_review", _("Menunggu tinjauan")
    PUBLISHED = "published", _("Tayang")
    NEEDS_FIX = "needs_fix", _("Perlu perbaikan")
    WITHDRAWN = "withdrawn", _("Turun tayang")


DRAFT, IN_REVIEW, PUBLISHED, NEEDS_FIX, WITHDRAWN = ListingState

LISTING_FLOW = Flow(
    move("publish", sources=[DRAFT, NEEDS_FIX, WITHDRAWN], target=PUBLISHED),
    move("send_to_review", sources=[DRAFT, NEEDS_FIX, WITHDRAWN, PUBLISHED], target=IN_REVIEW),
    move("accept", sources=[IN_REVIEW], target=PUBLISHED),
    move("ask_for_fix", sources=[IN_REVIEW, PUBLISHED], target=NEEDS_FIX),
    move("withdraw", sources=[PUBLISHED, IN_REVIEW, NEEDS_FIX], target=WITHDRAWN),
)


class StockKind(TextChoices):
    """Goods are counted down; services and made-to-order goods have a capacity that comes back when delivered."""

    COUNTED = "counted", _("Stok barang, berkurang saat terkirim")
    CAPACITY = "capacity", _("Kapasitas, kembali setelah terkirim")


class PriceVerdict(TextChoices):
    BELOW = "below", _("Di bawah kisaran")
    FAIR = "fair", _("Wajar")
    NEEDS_REASON = "needs_reason", _("Perlu alasan")
    ABOVE_STANDARD = "above_standard", _("Di atas standar harga")
    UNKNOWN = "unknown", _("Pembanding belum cukup")
