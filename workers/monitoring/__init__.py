"""Looks after the work beside the pool: judges how it goes, keeps alerts, and serves metrics to those who ask."""
