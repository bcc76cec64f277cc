"""The words, names and numbers of the demo: believable, kind, well written, and able to reach nobody."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

import pytest
from email_validator import validate_email

from meetups.demo.content.first_names import MEN, MIXED, WOMEN
from meetups.demo.content.last_names import LAST_NAMES
from meetups.demo.content.meetup_ideas import IDEAS
from meetups.demo.content.meetups import (
    CANCEL_REASONS,
    NEEDS,
    NEEDS_ACCESS,
    ideas_for,
    meetup_idea,
)
from meetups.demo.content.names import email_for, gender_of, person_name, phone
from meetups.demo.content.profession_data import DEMO_PROFESSIONS
from meetups.demo.content.professions import allotment, draw_channel, draw_pathways
from meetups.demo.content.role_profiles import role_profile
from meetups.demo.content.roles import ROLE_DRAFTS
from meetups.demo.content.rooms import ROOMS
from meetups.demo.content.structures import TEMPLATES, StructureKind, structure_name
from meetups.directory.families import ProfessionFamily
from meetups.directory.nomenclature import CARE_PATHWAYS, PROFESSIONS

SLUGS = {pathway.slug for pathway in CARE_PATHWAYS}
FAMILY_OF = {entry.key: entry.family for entry in PROFESSIONS}
MOST_NUMEROUS = {
    "home_helper",
    "care_assistant",
    "nurse",
    "gp",
    "physiotherapist",
    "pharmacist",
    "social_worker",
    "psychologist",
}


def flatten(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from flatten(item)


def every_text() -> Iterator[str]:
    for drafts in ROLE_DRAFTS.values():
        for draft in drafts:
            for field in fields(draft):
                if field.name not in ("setting", "pathways"):
                    yield from flatten(getattr(draft, field.name))
    for ideas in IDEAS.values():
        yield from flatten(ideas)
    for room in ROOMS:
        yield from (room.name, room.access_notes)
    for template in TEMPLATES.values():
        yield from template.names
    yield from flatten((NEEDS, NEEDS_ACCESS, CANCEL_REASONS))
    for pathway in CARE_PATHWAYS:
        yield from pathway
    yield from (entry.label for entry in PROFESSIONS)
    yield from (family.label for family in ProfessionFamily)
    yield from WOMEN + MEN + MIXED + LAST_NAMES


TEXTS = tuple(every_text())

FAULTS = {
    "lorem": r"(?i)lorem|ipsum",
    "a title": r"\bDr\b|\bPr\b|\bDocteur\b",
    "a midpoint": "[·•]",
    "a straight apostrophe": "'",
    "three full stops": r"\.\.\.",
    "a breaking or missing space before a high mark": r"[^\u00a0][:;?»]",
    "a breaking or missing space after a guillemet": r"«[^\u00a0]",
    "a breaking space in an hour": r"\d h\b|h \d",
    "an exclamation": "!",
    "a number that people claim": r"\bRPPS\b|\bADELI\b|(?i:diplômée?|agréée?|certifiée?|conventionnée?)",
    "a rank or a slight": r"(?i)non-soignant|sous ma responsabilité|subalterne|\bsimples?\b",
    "an agreement in brackets": r"\((e|ne|s|ère)\)",
    "double spaces": r"[ \u00a0]{2}|^\s|\s$",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_text_of_the_demo_holds(fault: str) -> None:
    found = [text for text in TEXTS if re.search(FAULTS[fault], text)]
    assert found == []


@pytest.mark.parametrize("key", ROLE_DRAFTS)
def test_role_profiles_are_written_in_the_first_person_without_telling_a_gender(key: str) -> None:
    for draft in ROLE_DRAFTS[key]:
        whole = " ".join((draft.mission, draft.methods, draft.constraints, draft.limits, *draft.channels))
        assert re.search(r"\b(je|j’|me|m’|mes?|mon|ma|nous)\b", draft.mission, re.I)
        assert not re.search(r"\b[jJ]e (ne )?(suis|reste|me sens) (pas )?\w+(é|ée|ant|ante|eux|euse|seule?)\b", whole)


@pytest.mark.parametrize("key", ROLE_DRAFTS)
def test_role_profiles_say_everything_that_a_colleague_needs(key: str) -> None:
    assert len(ROLE_DRAFTS[key]) >= (3 if key in MOST_NUMEROUS else 2)
    for draft in ROLE_DRAFTS[key]:
        assert len(draft.call_me_for) in (4, 5)
        assert len(draft.not_for) == 3
        assert any("plutôt" in item for item in draft.not_for)
        assert len(draft.channels) == 2
        sentences = (draft.mission, draft.methods, draft.constraints, draft.limits, *draft.channels)
        assert all(sentence.endswith(".") for sentence in sentences)
        items = (*draft.call_me_for, *draft.not_for)
        assert not any("\n" in item or item.endswith(".") for item in items)
    assert len({draft.mission for draft in ROLE_DRAFTS[key]}) == len(ROLE_DRAFTS[key])


def test_a_drawn_profile_has_three_or_four_reasons_and_fields_of_one_item_a_line() -> None:
    rng = random.Random(7)
    for key in ROLE_DRAFTS:
        text = role_profile(key, rng)
        assert len(text.call_me_for) in (3, 4)
        assert len(text.not_for) in (2, 3)
        assert text.as_fields()["call_me_for"].split("\n") == list(text.call_me_for)
        assert all(text.as_fields().values())
        assert text.own_words("feminine") == text.feminine


def test_every_profession_of_the_demo_has_an_entry_a_family_and_a_role_text() -> None:
    assert len(DEMO_PROFESSIONS) >= 26
    assert {p.key for p in DEMO_PROFESSIONS} == set(ROLE_DRAFTS)
    assert all((p.table, p.code) in FAMILY_OF for p in DEMO_PROFESSIONS)
    assert {FAMILY_OF[p.table, p.code] for p in DEMO_PROFESSIONS} == set(ProfessionFamily) - {ProfessionFamily.OTHER}


def test_every_pathway_that_is_used_exists_and_every_pathway_is_used() -> None:
    assert {slug for p in DEMO_PROFESSIONS for slug in p.pathways} == SLUGS
    assert {slug for drafts in ROLE_DRAFTS.values() for d in drafts for slug in d.pathways} <= SLUGS
    assert set(IDEAS) == SLUGS


def test_home_helpers_care_assistants_and_nurses_are_the_most_numerous() -> None:
    assert sum(p.per_thousand for p in DEMO_PROFESSIONS) == 1000
    counts = Counter(p.key for p in allotment(400))
    assert {key for key, _ in counts.most_common(3)} == {"home_helper", "care_assistant", "nurse"}
    assert set(counts) == set(ROLE_DRAFTS)


@pytest.mark.parametrize("total", [0, 1, 37, 400, 5000])
def test_an_allotment_has_exactly_the_asked_number(total: int) -> None:
    assert len(allotment(total)) == total


def test_everybody_has_one_to_three_distinct_pathways() -> None:
    rng = random.Random(3)
    for profession in DEMO_PROFESSIONS * 5:
        drawn = draw_pathways(profession, rng)
        assert 1 <= len(drawn) <= 3
        assert len(set(drawn)) == len(drawn)
        assert set(drawn) <= set(profession.pathways)


def test_a_role_text_about_adults_never_goes_with_the_pathway_of_children() -> None:
    rng = random.Random(8)
    speech = next(p for p in DEMO_PROFESSIONS if p.key == "speech_therapist")
    adults = next(d for d in ROLE_DRAFTS["speech_therapist"] if "adultes" in d.feminine)
    drawn = {slug for _ in range(100) for slug in draw_pathways(speech, rng, adults.pathways)}
    assert drawn == set(adults.pathways)
    assert "enfants-adolescents" not in drawn


def test_one_home_helper_in_four_has_no_e_mail_and_one_other_in_thirty() -> None:
    shares = {p.key: p.without_email for p in DEMO_PROFESSIONS}
    assert shares.pop("home_helper") == 0.25
    assert set(shares.values()) == {0.03}
    rng = random.Random(11)
    helper = next(p for p in DEMO_PROFESSIONS if p.key == "home_helper")
    drawn = Counter(draw_channel(helper, StructureKind.HOME_HELP, rng) for _ in range(2000))
    assert set(drawn) == {"email", "telephone", "employer", "letter"}
    assert 0.2 < 1 - drawn["email"] / 2000 < 0.3


def test_nobody_who_works_alone_is_reached_through_an_employer() -> None:
    rng = random.Random(12)
    helper = next(p for p in DEMO_PROFESSIONS if p.key == "home_helper")
    assert "employer" not in {draw_channel(helper, StructureKind.SOLO, rng) for _ in range(2000)}


def test_names_are_many_distinct_and_the_same_for_a_seed() -> None:
    firsts = WOMEN + MEN + MIXED
    assert len(set(firsts)) == len(firsts) >= 150
    assert len(set(LAST_NAMES)) == len(LAST_NAMES) >= 250
    first, again = random.Random(5), random.Random(5)
    drawn = [person_name(first) for _ in range(200)]
    assert drawn == [person_name(again) for _ in range(200)]
    assert len(set(drawn)) > 190
    assert any("-" in last for _, last in drawn)


def test_the_way_people_say_their_profession_follows_their_first_name() -> None:
    rng = random.Random(1)
    assert gender_of("Inès", rng) == "feminine"
    assert gender_of("Karim", rng) == "masculine"
    assert {gender_of("Camille", rng) for _ in range(50)} == {"feminine", "masculine"}


def test_addresses_are_ascii_unique_valid_and_lead_nowhere() -> None:
    rng = random.Random(2)
    people = [person_name(rng) for _ in range(500)] + [(WOMEN[0], last) for last in LAST_NAMES]
    addresses = [email_for(first, last, n) for n, (first, last) in enumerate(people)]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert address.isascii()
        assert address.endswith(".example")
        assert validate_email(address, check_deliverability=False).normalized == address


def test_accents_particles_and_apostrophes_leave_a_plain_address() -> None:
    assert email_for("Thi-Lan", "N’Diaye", 0) == "thi-lan.ndiaye.0@courriel.example"
    assert email_for("Éléonore", "Le Goff", 4) == "eleonore.le-goff.4@courriel.example"


def test_telephone_numbers_are_those_reserved_for_fiction() -> None:
    rng = random.Random(4)
    numbers = [phone(rng) for _ in range(300)]
    assert all(re.fullmatch(r"(063998|046571)\d{4}", number) for number in numbers)
    assert {number[:2] for number in numbers} == {"04", "06"}
    assert phone(rng, mobile=False).startswith("046571")


def test_no_telephone_number_or_address_hides_in_the_texts() -> None:
    assert [text for text in TEXTS if re.search(r"@|\d\d[ .]\d\d[ .]\d\d", text)] == []


def test_every_kind_of_structure_gives_a_name_and_somebody_alone_has_none() -> None:
    rng = random.Random(6)
    assert structure_name(StructureKind.SOLO, "Yenne", rng) is None
    for kind in set(StructureKind) - {StructureKind.SOLO}:
        assert (structure_name(kind, "Yenne", rng) or "").endswith(", Yenne")
    used = {draft.setting for drafts in ROLE_DRAFTS.values() for draft in drafts}
    assert used == set(StructureKind)


def test_there_are_rooms_for_fifteen_communes_and_some_where_nobody_said_everything() -> None:
    assert len({room.name for room in ROOMS}) == len(ROOMS) >= 15
    assert all(18 <= room.capacity <= 70 for room in ROOMS)
    assert {room.is_step_free for room in ROOMS} == {True, False, None}
    assert {room.has_kitchen for room in ROOMS} == {True, False, None}


def test_meetups_have_at_least_three_ideas_a_pathway_and_titles_of_their_own() -> None:
    assert all(len(ideas) >= 3 for ideas in IDEAS.values())
    titles = [idea.title for slug in IDEAS for idea in ideas_for(slug)]
    assert len(set(titles)) == len(titles)
    assert meetup_idea("grand-age", random.Random(9)) == meetup_idea("grand-age", random.Random(9))
