"""PDF, which is only written."""
