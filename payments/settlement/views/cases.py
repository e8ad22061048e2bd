"""Lines that were held back: the list, the page of one, and each step on it as a form that is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles, step_up
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import numbered
from payments.cards.selectors import READERS as CHARGE_READERS
from payments.cards.states import TransactionState as T
from payments.settlement import case_forms as f
from payments.settlement import policies, services
from payments.settlement.selectors.cases import Case, case_visible_to, open_cases
from payments.settlement.shown import cases as shown
from payments.settlement.states import CaseStage as C

EVERYBODY = roles(*policies.READERS, *policies.WIDE_READERS)


@dataclass(frozen=True)
class Step:
    """A step on a held-back line. `act` gets transaction_id, actor, at, and what `given` makes of the clean form."""

    name: str
    roles: tuple[Role, ...]
    stages: tuple[C, ...]
    act: Callable[..., object]
    form: type[forms.Form]
    given: Callable[[dict[str, Any]], dict[str, Any]]
    title: Promise
    lead: Promise
    button: Promise
    done: Promise
    icon: str = "signature"
    danger: bool = False
    is_decision: bool = False
    also_in: tuple[T, ...] = field(default=())
    fits: Callable[[Case], bool] = lambda _case: True

    def is_open(self, case: Case, stage: C) -> bool:
        """Whether the line waits for this step, or may take it where it is."""
        return (stage in self.stages or T(case.charge.state) in self.also_in) and self.fits(case)


def _text(*names: str, **renamed: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The clean fields of these names, some under another."""
    wanted = {name: name for name in names} | renamed
    return lambda clean: {there: clean[here] for there, here in wanted.items()}


STEPS = {
    step.name: step
    for step in (
        Step(
            "usul",
            policies.PROPOSERS,
            (C.PROPOSE,),
            services.propose_resolution,
            f.ProposeForm,
            _text("outcome", "reason", "reference"),
            gettext_lazy("Usulkan penyelesaian selisih"),
            gettext_lazy("Tanyakan kepada bank dulu. Usul Anda berlaku setelah disetujui orang lain."),
            gettext_lazy("Kirim usul"),
            gettext_lazy("Usul dikirim. PA, KPA, atau PPK-SKPD menyetujui atau menolaknya."),
            icon="send",
        ),
        Step(
            "setujui",
            policies.CONFIRMERS,
            (C.CONFIRM,),
            services.decide_resolution,
            f.ConfirmForm,
            _text("accepts", note="reason"),
            gettext_lazy("Putuskan usul penyelesaian"),
            gettext_lazy("Periksa alasan dan bukti usul ini. Yang mengusulkan tidak dapat menyetujuinya sendiri."),
            gettext_lazy("Simpan putusan"),
            gettext_lazy("Putusan tercatat."),
            is_decision=True,
        ),
        Step(
            "jawab",
            policies.ANSWERERS,
            (C.ANSWER,),
            services.answer_refusal,
            f.AnswerForm,
            _text("proof", explanation="reason"),
            gettext_lazy("Jawab penolakan"),
            gettext_lazy("Baris yang dijawab sampai batasnya masuk DPR berikutnya dan diuji lagi."),
            gettext_lazy("Kirim jawaban"),
            gettext_lazy("Jawaban tercatat. Baris ini masuk DPR berikutnya."),
            icon="send",
        ),
        Step(
            "klaim",
            policies.IMPORTERS,
            (C.CLAIM,),
            services.claim_dispute,
            f.ClaimForm,
            _text("cause", "reference", note="reason"),
            gettext_lazy("Ajukan klaim kepada bank"),
            gettext_lazy("Catat klaim yang sudah Anda ajukan. Selama disengketakan, baris ini tidak dibayar."),
            gettext_lazy("Catat klaim"),
            gettext_lazy("Klaim tercatat. Catat jawaban bank di sini setelah datang."),
            icon="scale",
            also_in=(T.BILLED, T.REJECTED),
        ),
        Step(
            "jawaban-bank",
            policies.IMPORTERS,
            (C.BANK,),
            services.record_bank_answer,
            f.BankAnswerForm,
            _text("outcome", "reference"),
            gettext_lazy("Catat jawaban bank"),
            gettext_lazy("Bila diterima, bank mengkredit kartu dan tidak ada yang dibayar untuk baris ini."),
            gettext_lazy("Catat jawaban"),
            gettext_lazy("Jawaban bank tercatat."),
            icon="landmark",
        ),
        Step(
            "putus-sengketa",
            policies.AUTHORITIES,
            (C.DECIDE,),
            services.decide_lost_dispute,
            f.CourseForm,
            _text("course", "reason"),
            gettext_lazy("Putuskan siapa yang menanggung"),
            gettext_lazy("Bank tidak mengembalikannya. Tanpa pesanan, anggaran tidak dapat menanggungnya."),
            gettext_lazy("Simpan putusan"),
            gettext_lazy("Putusan tercatat."),
            is_decision=True,
        ),
        Step(
            "pribadi",
            policies.AUTHORITIES,
            (C.ANSWER, C.OVERDUE_ANSWER),
            services.make_personal,
            f.ReasonForm,
            _text("reason"),
            gettext_lazy("Tetapkan sebagai tanggungan pribadi"),
            gettext_lazy("Anggaran dilepas, dan pemegang kartu membayar bank dengan uangnya sendiri."),
            gettext_lazy("Tetapkan"),
            gettext_lazy("Ditetapkan sebagai tanggungan pribadi. Anggarannya dilepas."),
            icon="user-round",
            danger=True,
            is_decision=True,
        ),
        Step(
            "bayar-pribadi",
            policies.IMPORTERS,
            (C.HOLDER,),
            services.record_holder_payment,
            f.HolderPaidForm,
            _text("reference", "paid_on", "proof"),
            gettext_lazy("Catat pembayaran pemegang kartu"),
            gettext_lazy("Setelah bank menerima uangnya, utang kartu hapus dan limitnya tersedia lagi."),
            gettext_lazy("Catat pembayaran"),
            gettext_lazy("Pembayaran tercatat. Baris ini selesai dan limit kartu tersedia lagi."),
            icon="banknote",
            is_decision=True,
        ),
        Step(
            "pengembalian",
            policies.IMPORTERS,
            (),
            services.record_vendor_refund,
            f.RefundForm,
            lambda clean: _text("reference", "reason")(clean) | {"amount": Rupiah(clean["amount"])},
            gettext_lazy("Catat pengembalian dari penjual"),
            gettext_lazy("DPT membayar sisanya. Kredit bank pada tagihan berikutnya dicocokkan sendiri."),
            gettext_lazy("Catat pengembalian"),
            gettext_lazy("Pengembalian tercatat. Anggaran dan limit dilepas sebesar itu."),
            icon="undo-2",
            also_in=(T.BILLED, T.IN_DPR, T.REJECTED),
            fits=lambda case: case.charge.payable_id is not None and bool(case.charge.owed_to_bank.idr),
        ),
        Step(
            "pengembalian-belanja",
            policies.TREASURERS,
            (),
            services.agree_return,
            f.ReturnForm,
            lambda clean: _text("source", "reason")(clean) | {"amount": Rupiah(clean["amount"])},
            gettext_lazy("Catat pengembalian belanja"),
            gettext_lazy("Belanja ini sudah dicairkan. Uangnya kembali lewat rekening Anda, lalu disetor dengan STS."),
            gettext_lazy("Catat kesepakatan"),
            gettext_lazy("Pengembalian dicatat sebagai piutang sampai uangnya masuk."),
            icon="undo-2",
            also_in=(T.SP2D_ISSUED, T.SETTLED, T.CLOSED),
            fits=lambda case: case.is_spent and case.open_return is None and bool(case.returnable.idr),
        ),
        Step(
            "terima-kembali",
            policies.TREASURERS,
            (C.RECEIVE,),
            services.receive_return,
            f.ReceiptForm,
            _text("reference"),
            gettext_lazy("Catat uang yang diterima"),
            gettext_lazy("Uang ini bukan milik dinas: setorkan ke kas daerah paling lambat satu hari kerja."),
            gettext_lazy("Catat penerimaan"),
            gettext_lazy("Penerimaan tercatat. Setorkan ke kas daerah."),
            icon="banknote",
        ),
        Step(
            "setor",
            policies.TREASURERS,
            (C.DEPOSIT,),
            services.deposit_return,
            f.ReceiptForm,
            _text("reference"),
            gettext_lazy("Setor ke kas daerah (STS)"),
            gettext_lazy("Pada tahun yang sama realisasi berkurang dan pagu tersedia lagi; sesudahnya PAD lain."),
            gettext_lazy("Terbitkan STS"),
            gettext_lazy("STS terbit. Uang tercatat di kas daerah."),
            is_decision=True,
        ),
    )
}


@EVERYBODY
@require_safe
def held(request: Request) -> HttpResponse:
    """All lines that were held back and have not ended."""
    page = numbered(open_cases(request.actor), number=request.GET.get("page"), per_page=20)
    today = local_day(timezone.now())
    context = {
        "page": page,
        "columns": shown.columns(),
        "rows": [shown.row(Case(charge), actor=request.actor, today=today) for charge in page],
        "crumbs": [
            {"label": _("Tagihan KKPD"), "url": reverse("settlement:statements")},
            {"label": _("Baris tertahan")},
        ],
    }
    return render(request, "settlement/held.html", context)


@EVERYBODY
@require_safe
def case(request: Request, transaction_id: UUID) -> HttpResponse:
    """One line: what the bank says, what we know, what was settled, and the steps that are the reader's."""
    return _show(request, case_visible_to(request.actor, transaction_id=transaction_id))


def _show(request: Request, found: Case, *, bound: forms.Form | None = None, name: str = "") -> HttpResponse:
    context = shown.case_page(found, today=local_day(timezone.now()))
    context |= {"steps": _steps(request, found, bound, name), "bound": bound}
    context |= {"apart": _apart(request.actor, found), "opens_charge": request.actor.holds_any(*CHARGE_READERS)}
    return render(request, "settlement/case.html", context, status=form_status(bound) if bound else 200)


def _mine(actor: Actor, found: Case) -> list[Step]:
    """The steps that this person's roles may take on the line now."""
    stage = found.stage(local_day(timezone.now()))
    agency = found.charge.agency_id
    return [s for s in STEPS.values() if s.is_open(found, stage) and actor.holds_any(*s.roles, organisation_id=agency)]


def _apart(actor: Actor, found: Case) -> str:
    """Why a step that the roles allow is not this person's: it was said by the same person, or is about them."""
    if any(_is_kept_apart(step, actor, found) for step in _mine(actor, found)):
        return _("Langkah ini harus diambil orang lain: Anda terlibat dalam transaksi atau usulnya.")
    return ""


def _is_kept_apart(step: Step, actor: Actor, found: Case) -> bool:
    proposed = found.proposal is not None and found.proposal.proposed_by_id == actor.id
    return step.is_decision and (policies.took_part(actor, found.charge) or (step.name == "setujui" and proposed))


def _steps(request: Request, found: Case, bound: forms.Form | None, name: str) -> list[dict[str, Any]]:
    steps = []
    for step in _mine(request.actor, found):
        if not _is_kept_apart(step, request.actor, found):
            form = bound if bound is not None and name == step.name else step.form(prefix=step.name)
            steps.append({"step": step, "form": form, "url": _address(found, step)})
    return steps


def _address(found: Case, step: Step) -> str:
    return reverse(f"settlement:case-{step.name}", args=[found.charge.pk])


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one step, open to its roles only."""
    step = STEPS[name]

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: Request, transaction_id: UUID) -> HttpResponse:
        found = case_visible_to(request.actor, transaction_id=transaction_id)
        here = redirect("settlement:case", transaction_id)
        if request.method != "POST":
            return here
        form = step.form(request.POST, request.FILES, prefix=step.name)
        if form.is_valid():
            with refusal_to_form(form) as ok:
                _take(step, transaction_id, form, request.actor)
            if ok:
                messages.success(request, str(step.done))
                return here
        return _show(request, found, bound=form, name=name)

    view.__name__ = f"case_{name.replace('-', '_')}"
    return roles(*step.roles)(step_up(view) if step.is_decision else view)


def _take(step: Step, transaction_id: UUID, form: Any, actor: Actor) -> None:
    """Once for each shown form."""
    given = step.given(form.cleaned_data)
    services.press_once(
        attempt_key=form.cleaned_data["attempt_key"],
        step=f"case.{step.name}",
        statement_id=transaction_id,
        actor=actor,
        content={key: getattr(value, "name", None) or repr(value) for key, value in given.items()},
        act=lambda: step.act(transaction_id=transaction_id, actor=actor, at=timezone.now(), **given),
    )
