"""Progress and counts on the taskbar or dock."""
