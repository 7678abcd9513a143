"""PBM, PGM, PPM and PFM."""
