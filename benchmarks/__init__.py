"""How fast, how small: `make bench` runs all of it and prints one table."""
