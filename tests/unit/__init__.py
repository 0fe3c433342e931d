"""Tests of the core alone: no server, no network, no files."""
