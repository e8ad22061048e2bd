"""What orders refuse, besides wrong states and roles. Facts become words; codes are stable."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.errors import SamePersonTwice
from marketplace.kernel.errors import NotPermitted, RuleViolation, WrongState, refuses_constraint


class BasketEmpty(RuleViolation):
    code = "BASKET_EMPTY"
    template = _("Keranjang masih kosong.")


class NeedIncomplete(RuleViolation):
    code = "NEED_INCOMPLETE"
    template = _("Lengkapi keperluan, tanggal diperlukan, tempat pengiriman, dan kode RUP.")


class NeededInThePast(RuleViolation):
    code = "NEEDED_IN_THE_PAST"
    template = _("Tanggal diperlukan sudah lewat. Pilih hari ini atau sesudahnya.")
    field = "needed_by"


class QuantityOutOfRange(RuleViolation):
    code = "QUANTITY_OUT_OF_RANGE"
    template = _("Jumlah {title} harus dari {least} sampai {most}.")


class SumOutOfRange(QuantityOutOfRange):
    """More of what is in the basket already: it is the sum that does not do."""

    template = _(
        "{title} di keranjang sudah {in_basket}. Ditambah {added} menjadi {wanted}, sedangkan jumlahnya harus dari "
        "{least} sampai {most}."
    )


class BasketFull(RuleViolation):
    code = "BASKET_FULL"
    template = _(
        "Keranjang sudah penuh: paling banyak {most} macam barang. Ajukan isinya dulu, atau hapus yang tidak jadi "
        "dibeli."
    )


class NotForSale(RuleViolation):
    code = "NOT_FOR_SALE"
    template = _("{title} sedang tidak dijual. Hapus dari keranjang untuk melanjutkan.")


class GoodsGone(RuleViolation):
    code = "GOODS_GONE"
    template = _("{title} sudah tidak ada di keranjang, dihapus dari tab lain. Periksa keranjang, lalu ajukan lagi.")


class PriceChanged(RuleViolation):
    code = "PRICE_CHANGED"
    template = _("Harga {title} berubah dari {before} menjadi {after}. Periksa keranjang, lalu ajukan lagi.")


class ChargesDoNotMatch(RuleViolation):
    code = "CHARGES_DO_NOT_MATCH"
    template = _("Pembebanan anggaran {vendor} berjumlah {charged}, sedangkan pesanannya {total}.")


class ChargeTwice(RuleViolation):
    code = "CHARGE_TWICE"
    template = _("Pembebanan anggaran {vendor} menyebut satu mata anggaran dua kali. Gabungkan jumlahnya menjadi satu.")


class NothingLeftToCharge(RuleViolation):
    """One line was left without an amount, to take the rest, and there is none."""

    code = "NOTHING_LEFT_TO_CHARGE"
    template = _(
        "Jumlah yang diisi untuk {vendor} sudah {charged} dari {total}, jadi tidak ada sisa untuk mata anggaran yang "
        "jumlahnya kosong. Kecilkan jumlah itu, atau hapus mata anggaran yang kosong."
    )


class ChargeMissing(RuleViolation):
    code = "CHARGE_MISSING"
    template = _("Pilih mata anggaran untuk pesanan {vendor}.")


class CheckBlocks(RuleViolation):
    """An automatic check says no; which one stands in `code`."""

    code = "CHECK_BLOCKS"
    template = _("{vendor}: {title} {detail}")

    def __init__(self, *, check: str, **facts: object) -> None:
        super().__init__(check=check, **facts)
        self.code = check  # type: ignore[misc]


class ReasonRequired(RuleViolation):
    code = "REASON_REQUIRED"
    template = _("Tulis alasan: {what}")


class ContentChanged(RuleViolation):
    code = "CONTENT_CHANGED"
    template = _("Isi pesanan berubah sejak halaman dibuka. Periksa lagi, lalu putuskan.")


class OfferGone(RuleViolation):
    code = "OFFER_GONE"
    template = _("Penawaran {vendor} tidak lagi berlaku. Buka ulang perbandingan.")


@refuses_constraint("order_line_delivery_within_order")
class OverDelivery(RuleViolation):
    code = "OVER_DELIVERY"
    template = _("Jumlah kiriman melebihi sisa pesanan.")


class NothingToShip(RuleViolation):
    code = "NOTHING_TO_SHIP"
    template = _("Isi jumlah yang dikirim, paling sedikit satu barang.")


class LotSentBefore(WrongState):
    code = "LOT_SENT_BEFORE"
    template = _(
        "Lot {lot} sudah dikirim, mungkin dari tab lain. Kiriman ini tidak mengubah apa pun. Buka ulang halaman, lalu "
        "isi kembali bila masih perlu."
    )


class CountDoesNotMatch(RuleViolation):
    code = "COUNT_DOES_NOT_MATCH"
    template = _("{title}: yang baik ditambah yang ditolak harus sama dengan yang tiba, {arrived}.")


class NothingArrived(WrongState):
    code = "NOTHING_ARRIVED"
    template = _("Belum ada kiriman yang tiba dan menunggu pemeriksaan.")


class HandoverNotReady(WrongState):
    code = "HANDOVER_NOT_READY"
    template = _("BAST ini belum siap: penjual menandatangani lebih dulu.")


class AlreadySigned(WrongState):
    code = "ALREADY_SIGNED"
    template = _("BAST ini sudah ditandatangani.")


class ShortCloseNotAsked(WrongState):
    code = "SHORT_CLOSE_NOT_ASKED"
    template = _("PPK belum mengusulkan penutupan sisa pesanan.")


class GoodsUnderWay(WrongState):
    code = "GOODS_UNDER_WAY"
    template = _("Masih ada kiriman di jalan. Selesaikan penerimaannya lebih dulu.")


@refuses_constraint("audit_hold_stops_the_order")
class AuditHold(RuleViolation):
    code = "AUDIT_HOLD"
    template = _("Pesanan ini ditahan untuk pemeriksaan dan tidak dapat dilanjutkan.")


@refuses_constraint("audit_hold_one_open_per_order")
class AlreadyHeld(WrongState):
    code = "ALREADY_HELD"
    template = _("Pesanan ini sudah ditahan. Lepaskan dulu penahanan yang berjalan.")


class NothingToHold(WrongState):
    code = "NOTHING_TO_HOLD"
    template = _("Pesanan ini tidak dapat ditahan: sudah dibayar, berakhir tanpa hasil, atau belum diajukan.")


class NotHeldForAudit(WrongState):
    code = "NOT_HELD_FOR_AUDIT"
    template = _("Pesanan ini tidak sedang ditahan untuk pemeriksaan.")


class DecisionNumberNeeded(RuleViolation):
    code = "DECISION_NUMBER_NEEDED"
    template = _("Tulis nomor keputusan penutupan tahun anggaran.")
    field = "decision_number"


class LetterNumberMissing(RuleViolation):
    code = "LETTER_NUMBER_MISSING"
    template = _("Tulis nomor surat pengawasan yang menjadi dasar penahanan.")
    field = "letter_number"


@refuses_constraint(
    "order_chooser_is_not_requester",
    "order_approver_is_not_requester",
    "order_approver_is_not_chooser",
    "order_receiver_is_not_chooser",
    "order_receiver_is_not_the_vendor",
    "order_approver_is_not_the_vendor",
    "handover_two_parties",
    "handover_receiver_does_not_accept",
    "handover_receiver_is_not_the_vendor",
    "order_mover_has_the_role",
    "order_names_its_movers",
    "handover_names_its_people",
)
class SamePersonOnOrder(SamePersonTwice):
    template = _("Dua langkah pesanan ini harus dilakukan dua orang yang berbeda dan berwenang.")


@refuses_constraint("order_vendor_acts_for_office")
class VendorActsForOffice(NotPermitted):
    """S6: owner, staff or manager of the vendor, or whoever acted for it on this order."""

    code = "SOD_VENDOR_ACTS_FOR_OFFICE"
    template = _("Anda bekerja untuk penjual pesanan ini, jadi tidak dapat bertindak untuk perangkat daerah.")


@refuses_constraint("order_office_acts_for_vendor")
class OfficeActsForVendor(NotPermitted):
    """S6, seen from the other side."""

    code = "SOD_OFFICE_ACTS_FOR_VENDOR"
    template = _("Anda sudah bertindak untuk perangkat daerah pada pesanan ini, jadi tidak dapat mewakili penjualnya.")


@refuses_constraint("order_move_is_legal", "order_history_continues", "order_state_has_its_move")
class IllegalMove(WrongState):
    """The database saw a step that is not in the order's flow."""


@refuses_constraint(
    "order_terms_are_fixed",
    "order_lines_are_fixed",
    "order_charges_are_fixed",
    "order_changes_by_its_moves",
    "order_part_stays",
    "need_stays_as_submitted",
)
class TermsAreFixed(RuleViolation):
    code = "TERMS_ARE_FIXED"
    template = _("Isi pesanan yang sudah dipilih tidak dapat diubah.")
