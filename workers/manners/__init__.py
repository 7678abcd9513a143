"""When jobs may begin: not in quiet hours, on mains power only, while nobody uses the computer."""
