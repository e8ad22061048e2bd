"""The shipped tables of units and categories, read into the database by a migration."""

from __future__ import annotations

from pathlib import Path

from django.utils.text import slugify

from marketplace.kernel.reference import account_code_of
from marketplace.kernel.tables import Row, loading, read_table

DATA = Path(__file__).parent / "data"
#: Food, health goods, construction and security: a vendor without a fitting business class is looked at first.
SENSITIVE = ("01.", "02.", "03.", "12.", "17.08", "17.14")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STEP = 4


def load_units(unit_model) -> None:
    """Raises BadReferenceTable."""
    file = DATA / "units.csv"
    units = [
        unit_model(
            code=r["code"], source_list=r["list"], name=r["name_id"], name_en=r["name_en"], aliases=r["aliases_id"]
        )
        for r in read_table(file, "code", "list", "name_id", "aliases_id", "name_en")
    ]
    with loading(file):
        unit_model.objects.bulk_create(units, ignore_conflicts=True)


def load_categories(facts_model, category_model) -> None:
    """Oscar's tree and our facts beside it. Raises BadReferenceTable when a row names a parent that is not above it.

    Paths of the tree are written here, because a migration's models have no tree methods.
    """
    file = DATA / "categories.csv"
    rows = read_table(
        file,
        "code", "parent", "level", "name", "name_en", "account_code", "capital_account_code", "kbli", "unit",
        "tax_class",
    )  # fmt: skip
    groups = [row for row in rows if row["level"] == "group"]
    leaves = {group["code"]: [row for row in rows if row["parent"] == group["code"]] for group in groups}
    for row in rows:
        if row["level"] != "group" and row["parent"] not in leaves:
            raise row.wrong(f"parent “{row['parent']}” is no group of this table")
    with loading(file):
        _write_tree(groups, leaves, facts_model, category_model)


def _write_tree(groups: list[Row], leaves: dict[str, list[Row]], facts_model, category_model) -> None:
    first = category_model.objects.filter(depth=1).count() + 1
    for place, group in enumerate(groups, start=first):
        children = leaves[group["code"]]
        root = _category(category_model, group, path=_path(place), depth=1, children=len(children))
        parent = _facts(facts_model, group, root, None)
        for inner, leaf in enumerate(children, start=1):
            node = _category(category_model, leaf, path=_path(place) + _path(inner), depth=2, children=0)
            _facts(facts_model, leaf, node, parent)


def _path(number: int) -> str:
    """Four digits to the base of 36, as treebeard writes its materialised paths."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits.rjust(_STEP, "0")


def _category(model, row: Row, *, path: str, depth: int, children: int):
    return model.objects.create(
        path=path, depth=depth, numchild=children, name=row["name"], slug=slugify(row["name"]), code=row["code"]
    )


def _facts(model, row: Row, category, parent):
    def account(column: str) -> str | None:
        return account_code_of(row, column) if row[column] else None

    return model.objects.create(
        code=row["code"],
        category=category,
        parent=parent,
        name=row["name"],
        name_en=row["name_en"],
        slug=slugify(row["name"]),
        account_id=account("account_code"),
        capital_account_id=account("capital_account_code"),
        kbli=row["kbli"],
        unit_id=row["unit"] or None,
        tax_class=row["tax_class"],
        needs_fitting_kbli=bool(parent) and row["code"].startswith(SENSITIVE),
    )
