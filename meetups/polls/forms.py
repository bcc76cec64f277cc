"""One question for each date. The link is the authority: no form token (RFC 8058)."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import AnyOf

from meetups.polls.models import PollSlot, PollVoter
from meetups.polls.rules import Vote
from meetups.polls.wording import slot_words


class VoteForm(FlaskForm):  # type: ignore[misc]
    """Made for the slots of one poll by :func:`vote_form`."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

    slots: Sequence[PollSlot] = ()

    @property
    def votes(self) -> Mapping[str, Vote]:
        """The vote for each slot, by its public id; read it once the form is valid."""
        return {slot.public_id: Vote(self[field_name(slot)].data) for slot in self.slots}

    def of(self, slot: PollSlot) -> RadioField:
        """The question about one slot."""
        return self[field_name(slot)]


class TypedVoteForm(VoteForm):
    """The same typed by an organiser, who has a session: the form token counts."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = True


def field_name(slot: PollSlot) -> str:
    """A public id may begin with a dash, which no name of a field should."""
    return f"date-{slot.public_id}"


def vote_form(
    kind: type[VoteForm], voter: PollVoter, slots: Sequence[PollSlot], everywhere: Vote | None = None
) -> VoteForm:
    """The questions, with what was said so far; ``everywhere`` is ready on each of them instead."""
    zone = voter.poll.meetup.zone
    fields = {field_name(slot): _question(slot, zone) for slot in slots}
    known = {field_name(slot): everywhere or voter.vote_for(slot) for slot in slots}
    made = type("SlotsForm", (kind,), fields | {"slots": slots})
    form: VoteForm = made(data={name: vote.value for name, vote in known.items() if vote})
    return form


def _question(slot: PollSlot, zone: str) -> RadioField:
    words = slot_words(slot, zone)
    return RadioField(
        words[0].upper() + words[1:],
        choices=[SelectChoice(vote.value, vote.label) for vote in Vote],
        validate_choice=False,  # one message says it all
        validators=[AnyOf([vote.value for vote in Vote], message=gettext("Choisissez oui, si besoin ou non."))],
    )
