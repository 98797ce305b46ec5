"""How many reads and writes of a collection there may be in a minute, counted as a server 1.19.0 counts them."""
