"""A listing goes into the shop window, or to a verifier first."""

import pytest
from oscar.apps.catalogue.models import Product

from catalog.events import ListingPublished, ListingSentToReview
from catalog.models import Listing
from catalog.services import accept_listing, ask_for_fix, publish_listing, update_listing, withdraw_listing
from catalog.services.details import TkdnOfForeignGoods
from catalog.services.review_listing import NothingToFix
from catalog.states import IN_REVIEW, NEEDS_FIX, PUBLISHED, WITHDRAWN
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor, Grant
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.outbox.models import OutboxMessage
from tests.catalog.conftest import NOON, details, give_kbli, make_listing, make_vendor, move_vendor
from vendors.states import VendorState

FOOD = {"name": "Kotak kue rapat isi 4", "category_code": "01.02", "unit_code": "Q3"}


def announced() -> list[str]:
    return list(OutboxMessage.objects.filter(event__startswith="catalog.").values_list("event", flat=True))


def test_paper_is_published_at_once_and_announced(sari, bu_sari):
    listing = make_listing(sari, published=False)

    publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    listing.refresh_from_db()
    assert listing.state == PUBLISHED and listing.published_at == NOON
    assert Product.objects.get(id=listing.product_id).is_public
    assert announced() == [ListingPublished.name]
    assert listing.history.get().after == PUBLISHED


def test_food_of_a_vendor_without_a_fitting_business_class_waits_for_a_verifier(sari, bu_sari):
    listing = make_listing(sari, published=False, **FOOD)

    publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    listing.refresh_from_db()
    assert listing.state == IN_REVIEW and announced() == [ListingSentToReview.name]
    assert not Listing.objects.on_offer().exists()


@pytest.mark.parametrize("kbli", ["56210", "56219", "47111", "47919"])
def test_food_of_a_caterer_or_a_general_shop_is_published_at_once(sari, bu_sari, kbli):
    give_kbli(sari, kbli)
    listing = make_listing(sari, published=False, **FOOD)

    assert publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON).state == PUBLISHED


def test_a_verifier_lets_it_show_or_sends_it_back_with_a_reason(sari, bu_sari, vina):
    shown, returned = (make_listing(sari, published=False, **FOOD) for _ in range(2))
    for listing in (shown, returned):
        publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    accept_listing(listing_id=shown.id, actor=vina, at=NOON)
    ask_for_fix(listing_id=returned.id, reason="Lampirkan izin P-IRT.", actor=vina, at=NOON)

    shown.refresh_from_db(), returned.refresh_from_db()
    assert shown.state == PUBLISHED
    assert (returned.state, returned.review_note) == (NEEDS_FIX, "Lampirkan izin P-IRT.")


def test_sending_back_without_a_reason_is_refused(sari, bu_sari, vina):
    listing = make_listing(sari, published=False, **FOOD)
    publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    with pytest.raises(NothingToFix):
        ask_for_fix(listing_id=listing.id, reason=" ", actor=vina, at=NOON)

    listing.refresh_from_db()
    assert listing.state == IN_REVIEW


def test_only_a_verifier_who_does_not_sell_there_reviews(sari, bu_sari):
    listing = make_listing(sari, published=False, **FOOD)
    publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)
    both = Actor(id=3, name="Vono", grants=frozenset({Grant(Role.VERIFIER, None), Grant(Role.VENDOR_STAFF, sari.pk)}))

    for actor in (bu_sari, both):
        with pytest.raises(NotPermitted):
            accept_listing(listing_id=listing.id, actor=actor, at=NOON)

    listing.refresh_from_db()
    assert listing.state == IN_REVIEW


def test_a_published_listing_is_not_published_again(sari, bu_sari):
    listing = make_listing(sari)

    with pytest.raises(WrongState):
        publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    assert listing.history.count() == 1


def test_goods_of_a_suspended_vendor_are_not_on_offer_and_cannot_be_published(sari, bu_sari):
    shown, draft = make_listing(sari), make_listing(sari, published=False)

    move_vendor(sari, VendorState.SUSPENDED)

    assert not Listing.objects.on_offer().filter(id=shown.id).exists()
    with pytest.raises(NotPermitted):
        publish_listing(listing_id=draft.id, actor=bu_sari, at=NOON)


def test_withdrawing_takes_it_from_the_shop_window_and_it_can_come_back(sari, bu_sari):
    listing = make_listing(sari)

    withdraw_listing(listing_id=listing.id, actor=bu_sari, at=NOON)

    listing.refresh_from_db()
    assert listing.state == WITHDRAWN and not Product.objects.get(id=listing.product_id).is_public
    assert publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON).state == PUBLISHED


def test_a_stranger_can_neither_withdraw_nor_change(sari):
    listing = make_listing(sari)
    stranger = Actor(id=9, name="X", grants=frozenset({Grant(Role.VENDOR_OWNER, make_vendor("Toko Lain").pk)}))

    with pytest.raises(NotPermitted):
        withdraw_listing(listing_id=listing.id, actor=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        update_listing(listing_id=listing.id, details=details(name="Diganti"), actor=stranger, at=NOON)

    listing.refresh_from_db()
    assert listing.state == PUBLISHED and listing.name.startswith("Kertas")


def test_goods_from_abroad_have_no_local_content(sari, bu_sari):
    listing = make_listing(sari)

    with pytest.raises(TkdnOfForeignGoods):
        update_listing(
            listing_id=listing.id, details=details(is_domestic=False, tkdn_percent=40), actor=bu_sari, at=NOON
        )
    update_listing(listing_id=listing.id, details=details(is_domestic=False), actor=bu_sari, at=NOON)

    listing.refresh_from_db()
    assert (listing.is_domestic, listing.tkdn_percent) == (False, None)


def test_moving_published_goods_into_food_sends_them_to_review(sari, bu_sari):
    listing = make_listing(sari)

    update_listing(listing_id=listing.id, details=details(**FOOD), actor=bu_sari, at=NOON)

    listing.refresh_from_db()
    assert listing.state == IN_REVIEW and listing.category_id == "01.02"
    assert Product.objects.get(id=listing.product_id).title == "Kotak kue rapat isi 4"
