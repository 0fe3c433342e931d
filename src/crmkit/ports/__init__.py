"""What crmkit asks of the outer world, as Protocols; each is a promise with a test kit."""
