"""The organisers’ pages about areas and care pathways."""
