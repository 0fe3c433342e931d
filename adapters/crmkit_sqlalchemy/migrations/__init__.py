"""The schema's history: one alembic revision after another, with a version table of its own."""
