"""Joining the network, and signing up for a lunch or asking for a seat."""
