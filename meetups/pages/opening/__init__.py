"""The opening guide, the letterhead, and the tour of the demo."""
