from django.db import migrations

from marketplace.kernel.sql import AppendOnly, GrantTable, RunSQLFile

FUNCTIONS = (
    "card_within_limit",
    "cards_within_float",
    "card_moves_along_its_flow",
    "charge_moves_along_its_flow",
    "charge_begins_right",
    "card_delegate_rules",
    "payout_moves_along_its_flow",
)


class Migration(migrations.Migration):
    """Nothing passes a limit, states move along their flows, histories only grow, rows stay in their organisation."""

    dependencies = [("cards", "0001_cards_charges_and_payouts"), ("payables", "0002_payable_rules")]

    operations = [
        RunSQLFile(
            __file__,
            "card_rules",
            1,
            undo="".join(f"DROP FUNCTION {name} CASCADE;" for name in FUNCTIONS)
            + """ALTER TABLE cards_card DROP CONSTRAINT card_programme_same_agency;
                 ALTER TABLE cards_cardtransaction DROP CONSTRAINT charge_card_same_agency,
                   DROP CONSTRAINT charge_payable_same_agency, DROP CONSTRAINT charge_payable_same_vendor""",
        ),
        AppendOnly("cards_cardhistory"),
        AppendOnly("cards_limitchange"),
        AppendOnly("cards_cardtransactionhistory"),
        AppendOnly("cards_payouthistory"),
        GrantTable("cards_cardprogramme", app="SELECT, INSERT, UPDATE"),
        GrantTable("cards_card", app="SELECT, INSERT, UPDATE"),
        GrantTable("cards_cardhistory", app="SELECT, INSERT"),
        GrantTable("cards_carddelegate", app="SELECT, INSERT, UPDATE"),
        GrantTable("cards_limitchange", app="SELECT, INSERT"),
        GrantTable("cards_cardtransaction", app="SELECT, INSERT, UPDATE"),
        GrantTable("cards_cardtransactionhistory", app="SELECT, INSERT"),
        GrantTable("cards_payout", app="SELECT, INSERT, UPDATE"),
        GrantTable("cards_payouthistory", app="SELECT, INSERT"),
        GrantTable("cards_webhookinbox", app="SELECT, INSERT, UPDATE"),
    ]
