"""What happens to a file: accepting, queueing, processing, publishing. Never Qt."""
