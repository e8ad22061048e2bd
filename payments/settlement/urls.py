"""Addresses of bills, from the root."""

from django.urls import path

from payments.settlement.views import cases, home, statements, steps

app_name = "settlement"
urlpatterns = [
    path("bendahara/", home.home, name="home"),
    path("bendahara/tagihan/", statements.statements, name="statements"),
    path("bendahara/tagihan/muat/", statements.take_in, name="import"),
    path("bendahara/tagihan/muat/bank/", statements.fetch, name="fetch"),
    path("bendahara/tagihan/tertahan/", cases.held, name="held"),
    path("bendahara/tagihan/baris/<uuid:transaction_id>/", cases.case, name="case"),
    *(
        path(f"bendahara/tagihan/baris/<uuid:transaction_id>/{name}/", cases.view_of(name), name=f"case-{name}")
        for name in cases.STEPS
    ),
    path("bendahara/tagihan/<uuid:statement_id>/", statements.statement, name="statement"),
    path("bendahara/tagihan/<uuid:statement_id>/berkas/", statements.bank_file, name="file"),
    path("bendahara/tagihan/<uuid:statement_id>/dpr/", steps.view_of("list"), name="list"),
    path("bendahara/tagihan/<uuid:statement_id>/tutup/", steps.view_of("close"), name="close"),
    path("bendahara/tagihan/<uuid:statement_id>/uji/", steps.view_of("decide"), name="decide"),
    path("bendahara/tagihan/<uuid:statement_id>/npd/", steps.view_of("note"), name="note"),
    path("bendahara/tagihan/<uuid:statement_id>/spp/", steps.view_of("request"), name="request"),
    path("bendahara/tagihan/<uuid:statement_id>/periksa/", steps.view_of("check"), name="check"),
    path(
        "bendahara/tagihan/<uuid:statement_id>/kembalikan-spp/",
        steps.view_of("return-request"),
        name="return-request",
    ),
    path("bendahara/tagihan/<uuid:statement_id>/spm/", steps.view_of("order"), name="order"),
    path("bendahara/tagihan/<uuid:statement_id>/kembalikan-spm/", steps.view_of("return-order"), name="return-order"),
    path("bendahara/tagihan/<uuid:statement_id>/sp2d/", steps.view_of("disburse"), name="disburse"),
    path("bendahara/tagihan/<uuid:statement_id>/lunasi/", steps.repay, name="repay"),
    path("anggaran/tagihan/", home.authority, name="authority"),
    path("ppk-skpd/", home.verification, name="verification"),
    path("kasda/", home.treasury, name="treasury"),
]
