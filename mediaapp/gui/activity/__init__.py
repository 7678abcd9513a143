"""What happens now, what needs somebody, and how fast it goes."""
