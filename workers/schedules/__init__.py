"""What is done by itself at a time of the day: reports, and forgetting finished rows."""
