"""The shape of a role profile before a person of the demo takes it."""

from dataclasses import dataclass

from meetups.demo.content.structures import StructureKind


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """One way of doing a profession, in the first person, without any agreement that tells a gender.

    ``call_me_for`` (4 or 5) continues « Appelez-moi pour… », ``not_for`` (3) continues « Ce n’est pas moi
    pour… » and may end with « (plutôt : …) ». ``channels`` are two ways of being reached: one is drawn.
    ``weight`` says how common this way is beside the others of the profession; ``pathways``, when not empty,
    are the only slugs that go with it (somebody who treats adults is not in the pathway of children).
    """

    setting: StructureKind
    feminine: str
    masculine: str
    mission: str
    call_me_for: tuple[str, ...]
    not_for: tuple[str, ...]
    methods: str
    constraints: str
    limits: str
    channels: tuple[str, ...]
    weight: int = 3
    pathways: tuple[str, ...] = ()


RoleDrafts = dict[str, tuple[RoleDraft, ...]]
