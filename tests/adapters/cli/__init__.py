"""Tests of the command line; a package, so that they can share what they run commands with."""
