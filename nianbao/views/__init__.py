"""How results look: as JSON (a contract) and on a terminal."""
