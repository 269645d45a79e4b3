"""The composition root: command line, settings and stage drivers."""
