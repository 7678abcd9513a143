"""What a picture's numbers mean: profiles, primaries and curves."""
