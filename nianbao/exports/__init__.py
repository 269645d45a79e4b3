"""Tables that leave the house: pure functions from values to bytes."""
