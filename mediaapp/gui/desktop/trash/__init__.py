"""Moving files to the desktop's trash."""
