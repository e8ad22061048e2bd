"""Standard prices come as one table."""

import pytest

from catalog.services import load_standard_prices
from marketplace.kernel.tables import BadReferenceTable


def test_standard_prices_are_loaded_whole_or_not_at_all(db, tmp_path):
    head = "category_code,unit_code,name,fiscal_year,unit_price_idr,source\n"
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(head + "07.03,RM,Kertas HVS,2026,60000,SK Gubernur\n")
    bad.write_text(head + "07.03,RM,Kertas HVS,2026,60000,SK\n99.99,RM,X,2026,1,SK\n")

    assert load_standard_prices(good) == 1
    with pytest.raises(BadReferenceTable, match="line 3"):
        load_standard_prices(bad)
