"""What pytest learns from crmkit as soon as both are installed."""
