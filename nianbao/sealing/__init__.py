"""Seals: one short value that stands for all records of a day, so that none changes unseen."""
