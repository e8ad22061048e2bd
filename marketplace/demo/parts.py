"""The parts of a world, in their order. A finished part is on record; a killed one goes on or is done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.demo.answers import publish_spending, seed_questions
from marketplace.demo.applications import seed_applications
from marketplace.demo.goods import check_goods_tables, seed_goods, seed_index, seed_photos
from marketplace.demo.models import SeedPart
from marketplace.demo.notices import seed_notices
from marketplace.demo.offices import check_offices_table, seed_budgets, seed_people
from marketplace.demo.past.history import seed_past
from marketplace.demo.programme import seed_cards
from marketplace.demo.progress import Progress
from marketplace.demo.recent.story import seed_recent
from marketplace.demo.sheets import seed_sheet
from marketplace.demo.spending import seed_external_use
from marketplace.demo.staff import seed_staff
from marketplace.demo.vendors import seed_vendors
from marketplace.demo.world import World

Figures = dict[str, int]


@dataclass(frozen=True)
class Part:
    name: str
    seed: Callable[[World, Progress], Figures]


def _quiet(seed: Callable[[World], Figures]) -> Callable[[World, Progress], Figures]:
    return lambda world, _progress: seed(world)


PARTS = (
    Part("people", _quiet(seed_people)),
    Part("budgets", _quiet(seed_budgets)),
    Part("vendors", seed_vendors),
    Part("staff", _quiet(seed_staff)),
    Part("goods", seed_goods),
    Part("index", seed_index),
    Part("photos", seed_photos),
    Part("applications", seed_applications),
    Part("cards", seed_cards),
    Part("past", seed_past),
    Part("recent", seed_recent),
    Part("spending", _quiet(seed_external_use)),
    Part("sheet", _quiet(seed_sheet)),
    Part("notices", _quiet(seed_notices)),
    Part("questions", _quiet(seed_questions)),
    Part("published", _quiet(publish_spending)),
)


class OtherWorld(Exception):
    """The database holds a world of another seed, size or start day."""


def world_of_database() -> World | None:
    """The world that was begun here, whose start day stays that of the first run."""
    first = SeedPart.objects.first()
    return None if first is None else World(seed=first.seed, size_name=first.size, start_day=first.start_day)


def is_complete() -> bool:
    return SeedPart.objects.filter(name=PARTS[-1].name).exists()


def seed(world: World, progress: Progress, *, only: str = "") -> None:
    """Do what is missing, in order. Raises OtherWorld, BadReferenceTable before anything is written."""
    known = world_of_database()
    if known is not None and known != world:
        raise OtherWorld(
            f"This database holds the world of seed {known.seed}, size {known.size_name}, start day {known.start_day}: "
            f"take those, or throw its data away first (make demo ARGS=--reset)."
        )
    check_goods_tables()
    check_offices_table()
    done = set(SeedPart.objects.values_list("name", flat=True))
    for part in PARTS:
        if part.name in done or (only and part.name != only):
            continue
        progress.begin(part.name)
        figures = part.seed(world, progress)
        SeedPart.objects.create(
            name=part.name, seed=world.seed, size=world.size_name, start_day=world.start_day, figures=figures
        )
        progress.done(figures)
