"""A role profile for a person of the demo, drawn from what people of that profession would write."""

import random
from dataclasses import dataclass

from meetups.demo.content.names import Gender
from meetups.demo.content.roles import ROLE_DRAFTS
from meetups.demo.content.structures import StructureKind


@dataclass(frozen=True, slots=True)
class RoleText:
    """One person's role profile, and where they work. Fields bear the names of directory.models.RoleProfile."""

    setting: StructureKind
    feminine: str
    masculine: str
    mission: str
    call_me_for: tuple[str, ...]
    not_for: tuple[str, ...]
    methods: str
    constraints: str
    limits: str
    channels: str
    pathways: tuple[str, ...]
    """The only pathways that go with this text; empty when all those of the profession do."""

    def own_words(self, gender: Gender) -> str:
        """The profession as the person says it: what screens show."""
        return self.feminine if gender == "feminine" else self.masculine

    def as_fields(self) -> dict[str, str]:
        """The columns of a stored profile: lists hold one item a line."""
        return {
            "mission": self.mission,
            "call_me_for": "\n".join(self.call_me_for),
            "not_for": "\n".join(self.not_for),
            "methods": self.methods,
            "constraints": self.constraints,
            "limits": self.limits,
            "channels": self.channels,
        }


def role_profile(profession_key: str, rng: random.Random) -> RoleText:
    """A profile with 3 or 4 reasons to call and 2 or 3 reasons not to; KeyError for an unknown profession."""
    drafts = ROLE_DRAFTS[profession_key]
    draft = rng.choices(drafts, weights=[draft.weight for draft in drafts])[0]
    return RoleText(
        setting=draft.setting,
        feminine=draft.feminine,
        masculine=draft.masculine,
        mission=draft.mission,
        call_me_for=_some(draft.call_me_for, rng.choice((3, 4)), rng),
        not_for=_some(draft.not_for, rng.choice((2, 3)), rng),
        methods=draft.methods,
        constraints=draft.constraints,
        limits=draft.limits,
        channels=rng.choice(draft.channels),
        pathways=draft.pathways,
    )


def _some(items: tuple[str, ...], count: int, rng: random.Random) -> tuple[str, ...]:
    kept = set(rng.sample(range(len(items)), count))
    return tuple(item for i, item in enumerate(items) if i in kept)
