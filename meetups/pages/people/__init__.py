"""The organisers’ pages about people, lunches and answers."""

from meetups.pages.people import (
    answers_pages,
    editing_pages,
    meetups_pages,
    parting_pages,
    people_pages,
    person_pages,
)

__all__ = ["answers_pages", "editing_pages", "meetups_pages", "parting_pages", "people_pages", "person_pages"]
