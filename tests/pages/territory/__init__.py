"""Areas and care pathways, as organisers edit them."""
