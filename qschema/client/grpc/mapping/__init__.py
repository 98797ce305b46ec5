"""Which model is which message: one table, read in both directions."""
