"""Bytes to Document to Report. Pure: no network, clock, database or settings."""
