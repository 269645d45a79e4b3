"""The composition root: command line, settings and stage drivers."""

from importlib.metadata import version

__version__ = version("nianbao")
