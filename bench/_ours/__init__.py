"""The same work through crmkit: journal, rights, checks and all."""
