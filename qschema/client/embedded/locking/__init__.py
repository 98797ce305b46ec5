"""Who may do what at the same time."""
