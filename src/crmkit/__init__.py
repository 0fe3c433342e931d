"""crmkit: a CRM that lives inside your program."""
