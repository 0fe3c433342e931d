"""crmkit on job engines."""
