"""A small prefecture of agency sites on loopback, all invented."""
