"""Every state on screen without a real picture: files that say what happens to them, and an engine that obeys."""

from mediaapp.demo.scene import (
    KINDS,
    WORKERS,
    add_more,
    add_scene,
    add_still_away,
    add_still_past,
    add_still_present,
    temporary_profile,
)

__all__ = [
    "KINDS",
    "WORKERS",
    "add_more",
    "add_scene",
    "add_still_away",
    "add_still_past",
    "add_still_present",
    "temporary_profile",
]
