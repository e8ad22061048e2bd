"""The roles a person can hold, as the regulations name them, and the groups the rules speak of.

Source  Permendagri 79/2022 Art. 1, 5, 6; PP 12/2019 Art. 7-21; Perpres 16/2018 Art. 8-12.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The stored code is the customary Indonesian abbreviation; the member is its English name."""

    BUDGET_USER = "pa", _("Pengguna Anggaran (PA)")
    BUDGET_PROXY = "kpa", _("Kuasa Pengguna Anggaran (KPA)")
    COMMITMENT_OFFICER = "ppk", _("Pejabat Pembuat Komitmen (PPK)")
    ACTIVITY_OFFICER = "pptk", _("Pejabat Pelaksana Teknis Kegiatan (PPTK)")
    FINANCE_VERIFIER = "ppk_skpd", _("Pejabat Penatausahaan Keuangan (PPK-SKPD)")
    PURCHASING_OFFICER = "pp", _("Pejabat Pengadaan")
    TREASURER = "bp", _("Bendahara Pengeluaran")
    ASSISTANT_TREASURER = "bpp", _("Bendahara Pengeluaran Pembantu")
    CARD_HOLDER = "card_holder", _("Pemegang KKPD")
    CARD_DELEGATE = "card_delegate", _("Pelaksana Kuasa Pengguna KKPD")
    CARD_ADMIN = "card_admin", _("Administrator KKPD")
    TREASURY = "bud", _("Bendahara Umum Daerah (BUD)")
    TREASURY_PROXY = "kuasa_bud", _("Kuasa BUD")
    INTERNAL_AUDITOR = "apip", _("Pengawas internal (APIP)")
    EXTERNAL_AUDITOR = "bpk", _("Pemeriksa eksternal (BPK)")
    RECEIVER = "receiver", _("Penerima barang")
    VERIFIER = "verifier", _("Verifikator penjual")
    PROCUREMENT_UNIT = "ukpbj", _("Unit Kerja Pengadaan (UKPBJ)")
    SITE_ADMIN = "site_admin", _("Pengelola situs")
    VENDOR_OWNER = "vendor_owner", _("Pemilik usaha")
    VENDOR_STAFF = "vendor_staff", _("Staf penjual")


VENDOR_ROLES = frozenset({Role.VENDOR_OWNER, Role.VENDOR_STAFF})
AUDITOR_ROLES = frozenset({Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR})

#: Roles that belong to the operator or to an office that serves all the others.
SERVICE_ROLES = AUDITOR_ROLES | {Role.VERIFIER, Role.PROCUREMENT_UNIT, Role.SITE_ADMIN}

#: Roles that can exist in an office (of the province), service roles included.
AGENCY_ROLES = frozenset(Role) - VENDOR_ROLES
#: Roles in one office that follow its purchases and its money.
OFFICE_ROLES = (
    Role.BUDGET_USER,
    Role.BUDGET_PROXY,
    Role.COMMITMENT_OFFICER,
    Role.ACTIVITY_OFFICER,
    Role.FINANCE_VERIFIER,
    Role.PURCHASING_OFFICER,
    Role.TREASURER,
    Role.ASSISTANT_TREASURER,
    Role.CARD_HOLDER,
    Role.CARD_DELEGATE,
    Role.CARD_ADMIN,
    Role.RECEIVER,
)

#: Roles whose holder can bind, move or release public money, or open the door to those who receive it.
MONEY_ROLES = frozenset(
    {
        Role.BUDGET_USER,
        Role.BUDGET_PROXY,
        Role.COMMITMENT_OFFICER,
        Role.FINANCE_VERIFIER,
        Role.TREASURER,
        Role.ASSISTANT_TREASURER,
        Role.CARD_HOLDER,
        Role.CARD_DELEGATE,
        Role.CARD_ADMIN,
        Role.TREASURY,
        Role.TREASURY_PROXY,
        Role.VERIFIER,
        Role.SITE_ADMIN,
    }
)
