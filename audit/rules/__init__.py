"""One module for each check; its docstring opens with the ground it stands on."""
