"""Plans of tables."""
