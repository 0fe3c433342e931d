"""Tests of the services, through the unit of work."""
