"""Tags and filters as templates use them."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from marketplace.ui.illustrations import BY_CATEGORY, illustration_of
from marketplace.ui.vocabulary import look_of


def shown(text: str, **context) -> str:
    return Template("{% load dasaran %}" + text).render(Context(context))


def test_filters_write_what_the_design_says():
    assert shown("{{ x|rupiah }}", x=1_250_000) == "Rp1.250.000"
    assert shown("{{ x|initials }}", x="Bagus Adi Prasetyo") == "BP"
    assert (
        shown("{{ x|rekening:'Belanja Modal Mebel' }}", x="5.2.02")
        == '<span class="ds-mono text-nowrap">5.2.02</span> Belanja Modal Mebel'
    )


def test_an_icon_is_decoration_unless_it_carries_a_label():
    assert (
        shown('{% icon "truck" %}')
        == '<svg class="ds-ic" aria-hidden="true"><use href="/static/icons.svg#i-truck"/></svg>'
    )
    assert shown('{% icon "bell" label=typed %}', typed="Pesan <3").endswith(
        '<span class="visually-hidden">Pesan &lt;3</span>'
    )


def test_an_unknown_icon_is_a_mistake_of_the_template(settings):
    settings.DEBUG = True

    with pytest.raises(TemplateSyntaxError):
        shown('{% icon "banana" %}')


def test_query_changes_one_key_and_keeps_the_others():
    request = RequestFactory().get("/cari/?q=meja&page=3")

    assert shown("{% query page=4 %}", request=request) == "?q=meja&amp;page=4"
    assert shown("{% query page=None %}", request=request) == "?q=meja"


def test_a_leaf_without_its_own_picture_gets_that_of_its_group():
    assert illustration_of("06.99") == BY_CATEGORY["06"]
    assert illustration_of("") and illustration_of("anyaman") == "anyaman"


def test_an_unknown_state_is_idle_and_not_an_error():
    assert look_of("order", "NEVER_HEARD_OF").tone == "idle"
    assert look_of("nothing", None).icon == "circle-dashed"
