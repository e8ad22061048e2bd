import pytest

from marketplace.kernel.reference import BadAccountCode, normalise_account_code


@pytest.mark.parametrize("spelling", ["5.1.02.01.001.00024", "5.1.2.01.01.0024", "510201010024", "5.1.02.01.01.0024"])
def test_t38_every_spelling_of_an_account_is_one_code(spelling):
    assert normalise_account_code(spelling) == "5.1.02.01.01.0024"


@pytest.mark.parametrize("text", ["", "5.1.02", "5.1.02.01.01.x", "5.1.02.01.01.12345", "51020101002"])
def test_other_texts_are_refused(text):
    with pytest.raises(BadAccountCode):
        normalise_account_code(text)
