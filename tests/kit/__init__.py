"""What crmkit offers to tests, tested."""
