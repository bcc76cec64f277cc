"""Draws from the professions of the demo: how many of each, which pathways, and how each person is reached."""

import random

from meetups.demo.content.profession_data import DEMO_PROFESSIONS, DemoProfession
from meetups.demo.content.structures import StructureKind

# Values of directory.models.ContactChannel, which this pure module does not import.
WITHOUT_EMAIL = {"telephone": 6, "employer": 3, "letter": 1}


def allotment(total: int) -> list[DemoProfession]:
    """``total`` professions in proportion to their shares (largest remainders), in the order of the list.

    Nothing is drawn: with 400 people, each of the professions is there.
    """
    thousand = sum(p.per_thousand for p in DEMO_PROFESSIONS)
    exact = [total * p.per_thousand / thousand for p in DEMO_PROFESSIONS]
    counts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return [p for p, count in zip(DEMO_PROFESSIONS, counts, strict=True) for _ in range(count)]


def draw_pathways(profession: DemoProfession, rng: random.Random, among: tuple[str, ...] = ()) -> tuple[str, ...]:
    """One to three distinct slugs, the likely ones more often; only ``among``, when a role text says which."""
    wanted = rng.choices((1, 2, 3), weights=(3, 5, 2))[0]
    left = {slug: profession.pathways.get(slug, 1) for slug in among} or dict(profession.pathways)
    chosen: list[str] = []
    while left and len(chosen) < wanted:
        slug = rng.choices(tuple(left), weights=tuple(left.values()))[0]
        del left[slug]
        chosen.append(slug)
    return tuple(chosen)


def draw_channel(profession: DemoProfession, setting: StructureKind, rng: random.Random) -> str:
    """How the person is reached: "email" or, without any, "telephone", "employer" or "letter".

    Somebody who works alone has no employer to go through.
    """
    if rng.random() >= profession.without_email:
        return "email"
    ways = {w: n for w, n in WITHOUT_EMAIL.items() if w != "employer" or setting is not StructureKind.SOLO}
    return rng.choices(tuple(ways), weights=tuple(ways.values()))[0]
