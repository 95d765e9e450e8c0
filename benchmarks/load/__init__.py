"""A class of three hundred on one machine: what its browsers do, measured against what is promised."""
