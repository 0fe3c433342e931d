"""The command line: crmkit for people in a terminal and for scripts."""
