"""Why a paper is not issued, signed or made void."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation, refuses_constraint


@refuses_constraint("signature_on_other_content")
class ContentChanged(RuleViolation):
    code = "DOCUMENT_CONTENT_CHANGED"
    template = _("Isi dokumen ini tidak sama dengan yang diterbitkan. Jangan ditandatangani; laporkan ke pengelola.")


@refuses_constraint("signature_once_per_person")
class AlreadySigned(RuleViolation):
    code = "DOCUMENT_ALREADY_SIGNED"
    template = _("Anda sudah menandatangani dokumen ini. Satu orang hanya menandatangani satu kali.")


class SignatureNotAwaited(RuleViolation):
    code = "DOCUMENT_SIGNATURE_NOT_AWAITED"
    template = _("Dokumen ini tidak menunggu tanda tangan dari peran Anda.")


class FloatInDocument(TypeError):
    """A defect of the issuing package: papers hold whole rupiah and text only."""
