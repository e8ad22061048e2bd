from django.urls import path

from payments.cards.views import cards, operating, paying, selling, webhook

app_name = "cards"
urlpatterns = [
    path("bendahara/bayar/", paying.payables, name="payables"),
    path("bendahara/bayar/<uuid:payable_id>/", paying.payable, name="payable"),
    path("bendahara/bayar/transaksi/<uuid:transaction_id>/", paying.transaction, name="transaction"),
    path("bendahara/kartu/", cards.cards, name="list"),
    path("bendahara/kartu/<int:card_id>/", cards.detail, name="detail"),
    path("bendahara/kartu/<int:card_id>/aktifkan/", cards.activate, name="activate"),
    path("bendahara/kartu/<int:card_id>/limit/", cards.limit, name="limit"),
    path("bendahara/kartu/<int:card_id>/kenaikan/", cards.rise, name="rise"),
    path("bendahara/kartu/<int:card_id>/kuasa/", cards.delegate, name="delegate"),
    path("bendahara/kartu/<int:card_id>/kuasa/<int:delegate_id>/cabut/", cards.revoke, name="revoke"),
    path("bendahara/kartu/<int:card_id>/<slug:name>/", cards.step, name="step"),
    path("toko/uang/", selling.money, name="seller-money"),
    path("toko/uang/<uuid:payable_id>/", selling.payment, name="seller-payment"),
    path("pengelola/pembayaran/", operating.operator, name="operator"),
    path("pengelola/pembayaran/<uuid:payout_id>/kirim-ulang/", operating.retry_payout, name="retry-payout"),
    path("gerbang/stripe/", webhook.webhook, name="webhook"),
]
