"""Bounded walkers and writers of the containers that pictures come in; no decoder is needed here."""
