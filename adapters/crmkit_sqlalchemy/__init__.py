"""Keeps crmkit's records in a database: SQLite, PostgreSQL or MariaDB, through SQLAlchemy Core."""
