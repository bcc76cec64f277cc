"""What members see: the directory, and what each says of themselves."""
