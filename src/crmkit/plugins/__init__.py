"""Plugins: few hooks, typed, one set per Crm."""
