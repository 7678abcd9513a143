"""Everything that is asked in a dialog, each question once."""
