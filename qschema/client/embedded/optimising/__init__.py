"""Building indexes in the background, in a process of its own, while the collection is read and written."""
