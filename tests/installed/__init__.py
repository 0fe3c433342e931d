"""What is installed is whole: run against the built wheel by the session `wheel`."""
