from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    label = "orders"
    verbose_name = _("Pesanan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Photos of deliveries are seen by whoever sees the order."""
        from marketplace.files import access
        from orders.selectors.orders import orders_visible_to

        access.register(
            "orders.procurementorder", lambda actor, order_id: orders_visible_to(actor).filter(id=order_id).exists()
        )
