"""Proposals, whole: what each would be, what could be changed, how they are weighed."""
