"""The inks that are taken where a picture in press colours (CMYK) does not say its own."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def press_profile() -> bytes:
    """The bundled profile of a press; resources/profiles/README.md tells where it is from."""
    return (files("resources") / "profiles" / "cmyk.icc").read_bytes()
