"""From what the database and the index answer to what a page shows: pure, frozen values."""
