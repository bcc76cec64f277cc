"""Why a mail was ignored, waits for somebody, or what it changed: kept as a word, said by ``wording``."""

from enum import StrEnum


class Reason(StrEnum):
    """The word before the colon of ``InboundMessage.reason``; what follows is its detail, if any."""

    # The calendar's answer (the detail is an ``AnswerChoice``).
    NOTED = "noted"
    SAME = "same"
    IN_LINE = "in_line"
    UNPROVEN = "unproven"
    MOVED = "moved"
    MEALS_ORDERED = "meals_ordered"
    NO_ADDRESS = "no_address"
    NOT_NEWER = "not_newer"
    SAID_SINCE = "said_since"
    NOT_THEIRS = "not_theirs"
    WITHDRAWN = "withdrawn"
    NOT_INVITED = "not_invited"
    CANCELLED = "cancelled"
    OVER = "over"
    # A calendar that gives no answer that we could note.
    COUNTER = "counter"
    """The detail is the start that they propose, in ISO 8601, or nothing."""
    NO_ANSWER = "no_answer"
    UNREADABLE = "unreadable"
    UNKNOWN_INVITATION = "unknown_invitation"
    # A mail of ours that did not arrive (the detail is the enhanced status code, or nothing; then, when it
    # went to no guest, a space and the address).
    SUSPENDED = "suspended"
    RETURNED = "returned"
    DELAYED = "delayed"
    UNCLEAR = "unclear"
    KNOWN = "known"
    UNKNOWN_MAIL = "unknown_mail"
    # The rest.
    AUTOMATIC = "automatic"
    OURSELVES = "ourselves"
    TOO_MANY = "too_many"
    TWICE = "twice"
    ODD = "odd"
