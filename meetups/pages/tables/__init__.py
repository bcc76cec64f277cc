"""Composing the tables of a meetup, as organisers do."""

from meetups.pages.tables import arranging_pages, changing_pages, plan_pages, print_pages, wish_pages

__all__ = ["arranging_pages", "changing_pages", "plan_pages", "print_pages", "wish_pages"]
