"""Joining the network, and signing up for a lunch or asking for a seat."""

from meetups.pages.joining import deciding_pages, join_pages, seat_pages

__all__ = ["deciding_pages", "join_pages", "seat_pages"]
