"""Tests of the geography: its data, its text, its distances, its queries, and the geocoder beside it."""
