"""Every state on screen without a real picture: files that say what happens to them, and an engine that obeys."""

from mediaapp.demo.scene import (
    ENGINE,
    WORKERS,
    add_more,
    add_scene,
    add_still_away,
    add_still_past,
    add_still_present,
    temporary_profile,
)

__all__ = [
    "ENGINE",
    "WORKERS",
    "add_more",
    "add_scene",
    "add_still_away",
    "add_still_past",
    "add_still_present",
    "temporary_profile",
]
