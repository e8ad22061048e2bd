"""What stood beside the chosen offer, and why it was chosen: reasons that hold for these two offers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from catalog.pricing import comparison_key
from marketplace.demo.past.law_days import law_day, office_noon
from marketplace.demo.past.market import Goods, Market
from marketplace.demo.past.plan import Purchase
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.offers import minimum_offers

_kind = lru_cache(maxsize=50_000)(comparison_key)
MOST_OFFERS = 4
#: Of so many choices one was dearer than the lowest, by at most so many percent; offers far above say little.
DEARER, DEARER_PERCENT, FAR_PERCENT = 0.3, 15, 60


def offers_of(one: Purchase, market: Market) -> list[dict[str, Any]]:
    """What was asked for first, then what others asked for goods of the same kind, lowest first. Gives the reason.

    Empty where nothing had to be compared and nobody else sells such goods.
    """
    chosen = _offer([(line.goods, line.quantity) for line in one.lines], is_chosen=True)
    complete = _complete(one, market)
    above = chosen["total_idr"] * (100 + FAR_PERCENT) // 100
    lower = [offer for offer, _ in complete if offer["total_idr"] < chosen["total_idr"] and near(chosen, offer)]
    picked = [one.dice.choice(lower)] if lower and one.dice.random() < DEARER else []
    higher = {offer["total_idr"]: offer for _, offer in complete if chosen["total_idr"] < offer["total_idr"] <= above}
    beside = [offer for offer in higher.values() if offer["vendor"] not in [taken["vendor"] for taken in picked]]
    picked += one.dice.sample(beside, min(len(beside), one.dice.randint(1, MOST_OFFERS - 1)))
    minimum = minimum_offers(Rupiah(one.total_idr), office_noon(law_day(local_day(one.times["compare"]))))
    if not picked and lower and minimum > 1:
        picked = lower[:1]
    if not picked and minimum == 1:
        return []
    offers = [chosen, *sorted(picked, key=lambda offer: offer["total_idr"])]
    for offer in offers:
        offer["minimum"] = minimum
    one.choice_reason = reason_for(one.dice, one.desk.agency.regency_id, chosen, offers, minimum)
    return offers


def _complete(one: Purchase, market: Market) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Of each other vendor who has all of the goods: its lowest offer, and that nearest above what was asked for.

    Offers of one amount are a question of their own (RF-26), hence `higher` above keeps one of each.
    """
    per_line = [market.others(line.goods, line.quantity, one.times["compare"]) for line in one.lines]
    found = []
    for vendor in per_line[0]:
        if all(vendor in others for others in per_line[1:]):
            low = [others[vendor][0] for others in per_line]
            high = [
                _above(line.unit_price_idr, others[vendor]) for line, others in zip(one.lines, per_line, strict=True)
            ]
            found.append((_of(one, low), _of(one, high)))
    return found


def _above(price: int, goods: list[Goods]) -> Goods:
    return next((each for each in goods if each.listing.unit_price_idr > price), goods[-1])


def _of(one: Purchase, goods: list[Goods]) -> dict[str, Any]:
    pairs = [(each, line.quantity) for each, line in zip(goods, one.lines, strict=True)]
    return _offer(pairs, is_chosen=False)


def _offer(goods: Sequence[tuple[Goods, int]], *, is_chosen: bool) -> dict[str, Any]:
    lines = [
        {
            "listing": each.listing.id,
            "price_record": each.listing.price_record_id,
            "title": each.listing.name,
            "unit": each.listing.unit.name,
            "unit_price_idr": each.listing.unit_price_idr,
            "quantity": quantity,
            "amount_idr": each.listing.unit_price_idr * quantity,
        }
        for each, quantity in goods
    ]
    return {
        "vendor": goods[0][0].listing.vendor,
        "lines": lines,
        "total_idr": sum(line["amount_idr"] for line in lines),
        "lead_time_days": max(each.listing.lead_time_days for each, _ in goods),
        "is_chosen": is_chosen,
    }


def like(chosen: dict[str, Any], offers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The offers of goods of the same kind."""

    def kinds(offer: dict[str, Any]) -> list[str]:
        return [_kind(line["title"]) for line in offer["lines"]]

    return [offer for offer in offers if kinds(offer) == kinds(chosen)]


def lowest_of(offers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return min(offers, key=lambda offer: offer["total_idr"])


def near(dear: dict[str, Any], low: dict[str, Any]) -> bool:
    """Near enough to be chosen although another asks less."""
    return dear["total_idr"] * 100 <= low["total_idr"] * (100 + DEARER_PERCENT)


def reason_for(
    dice: random.Random, regency_id: str | None, chosen: dict[str, Any], offers: Sequence[dict[str, Any]], minimum: int
) -> str:
    """Why not the lowest, and why so few; "" where neither is asked. The words say what can be read in the offers."""
    said = []
    cheapest, lowest = lowest_of(offers), lowest_of(like(chosen, offers))
    if lowest["total_idr"] < chosen["total_idr"]:
        percent = max(round(100 * (chosen["total_idr"] - lowest["total_idr"]) / lowest["total_idr"]), 1)
        said.append(f"{dice.choice(_causes(regency_id, chosen, lowest))}; selisih harga {percent} persen masih wajar.")
    elif cheapest["total_idr"] < chosen["total_idr"]:
        said.append(f"Penawaran terendah, {cheapest['lines'][0]['title']}, bukan barang yang diminta.")
    if len(offers) < minimum:
        said.append(dice.choice(_why_few(chosen)))
    return " ".join(said)


def _causes(regency_id: str | None, chosen: dict[str, Any], lowest: dict[str, Any]) -> list[str]:
    causes = []
    days, slower = chosen["lead_time_days"], lowest["lead_time_days"]
    if days < slower:
        causes += [
            f"Dikirim dalam {days} hari, penawar terendah {slower} hari",
            f"Jadwal kegiatan memerlukan pengiriman {days} hari; penawar terendah baru sanggup {slower} hari",
        ]
    at, far = chosen["vendor"].regency_id, lowest["vendor"].regency_id
    if at == regency_id != far:
        causes += [
            "Penjual berada di kota yang sama dengan kantor, sehingga barang mudah diperiksa dan ditukar",
            "Penawar terendah berada di luar kota; penjual ini dekat dan mudah dihubungi bila ada kekurangan",
        ]
    titles = [line["title"] for line in chosen["lines"]], [line["title"] for line in lowest["lines"]]
    if titles[0] != titles[1]:
        causes.append(f"Yang diperlukan {titles[0][0]}, sedangkan penawar terendah menawarkan {titles[1][0]}")
    return causes or [
        "Mutu contoh barang lebih baik daripada penawar terendah",
        "Mutu sudah dikenal dari pemakaian sebelumnya",
        "Sanggup mengirim seluruh jumlah sekaligus pada jam kerja",
    ]


def _why_few(chosen: dict[str, Any]) -> list[str]:
    if len(chosen["lines"]) > 1:
        return [
            "Tidak ada penjual lain yang menawarkan semua barang ini; dibeli dari satu penjual agar tiba bersamaan.",
            f"Penjual lain tidak memiliki {len(chosen['lines'])} barang ini sekaligus; tiap harga sudah diperiksa.",
        ]
    title = chosen["lines"][0]["title"]
    return [
        f"Tidak ada penjual lain dengan {title} atau yang sejenis dalam jumlah ini.",
        "Pembanding sejenis dengan sediaan cukup tidak ditemukan di katalog pada hari pembandingan.",
        "Penjual lain menawarkan barang yang lain jenisnya, sehingga tidak layak dijadikan pembanding.",
    ]
