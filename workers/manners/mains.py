"""Whether the computer runs on mains power."""

import contextlib
import sys
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")
"""Where Linux tells of batteries and mains adapters (Documentation/ABI/testing/sysfs-class-power)."""

if sys.platform == "linux":

    def on_mains() -> bool:
        """Whether it does; a computer without a battery always does, and so does one that does not tell."""
        return mains_told(SUPPLIES)

else:
    import psutil

    def on_mains() -> bool:
        """Whether it does; a computer without a battery always does, and so does one that does not tell."""
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
        return battery is None or battery.power_plugged is not False


def mains_told(supplies: Path) -> bool:
    """What Linux tells below `supplies`: on mains where an adapter is plugged in, or where no battery is being emptied.

    psutil takes the battery of a wireless mouse for the computer's; the kernel says of such a one that its scope is a device.
    """
    found = [
        {name: _told(supply / name) for name in ("type", "scope", "online", "status")} for supply in _each(supplies)
    ]
    if any(one["type"] in {"Mains", "USB"} and one["online"] == "1" for one in found):
        return True
    return not any(
        one["type"] == "Battery" and one["scope"] != "Device" and one["status"] == "Discharging" for one in found
    )


def _each(supplies: Path) -> list[Path]:
    try:
        return sorted(supplies.iterdir())
    except OSError:
        return []


def _told(file: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return file.read_text().strip()
    return ""
