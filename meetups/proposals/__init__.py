"""What to organise next, with whom, and the facts that say why."""
