"""The question language: the only way to ask crmkit for anything."""
