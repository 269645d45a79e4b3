"""The whole command with everything it can, for whoever wants to look at it."""

from nianbao.cli import MODULES, build

app = build(MODULES)
