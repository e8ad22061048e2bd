"""Roles that one person must not hold together are refused by the database, and assignments only end."""

from django.db import migrations

from marketplace.kernel.sql import GrantTable, RunSQLFile

UNDO = """
DROP TRIGGER segregation_of_roles ON accounts_roleassignment;
DROP TRIGGER role_assignment_only_ends ON accounts_roleassignment;
DROP TRIGGER agency_parent_is_fixed ON accounts_agency;
DROP FUNCTION segregation_of_roles(), role_assignment_only_ends(), agency_parent_is_fixed();
DROP FUNCTION accounts_rule_between(text, text, boolean), accounts_office_root(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_offices_and_roles")]

    operations = [
        RunSQLFile(__file__, "segregation_of_roles", 1, undo=UNDO),
        GrantTable("accounts_roleassignment", app="SELECT, INSERT, UPDATE", sequencer="SELECT"),
    ]
