"""How the schema came to be: Alembic's environment and one module a step."""
