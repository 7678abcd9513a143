"""Numbers as people read them."""

from pathlib import PurePath


def count(n: int) -> str:
    """A whole number: '8,412'."""
    return f"{n:,}"


def size(n_bytes: int) -> str:
    """Bytes in decimal units, as file managers tell them: '640 KB', '9.8 MB', '41 MB'."""
    if n_bytes < 1000:
        return "1 byte" if n_bytes == 1 else f"{n_bytes} bytes"
    value, unit = n_bytes / 1000, "KB"
    for larger in ("MB", "GB", "TB", "PB"):
        if round(value) < 1000:
            break
        value, unit = value / 1000, larger
    if unit == "KB" or value >= 20:
        return f"{value:,.0f} {unit}"
    rounded = f"{value:.1f}"
    return f"{rounded.removesuffix('.0') if value >= 10 else rounded} {unit}"


def duration(seconds: float) -> str:
    """A length of time with its two largest units: '0.04 s', '12 s', '5 min 30 s', '2 h 5 min', '3 d'."""
    if seconds < 0.995:
        return f"{seconds:.2f} s"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for unit, length, below, part in (("d", 86_400, "h", 3_600), ("h", 3_600, "min", 60), ("min", 60, "s", 1)):
        if whole >= length:
            rest = whole % length // part
            return f"{whole // length:,} {unit}" + (f" {rest} {below}" if rest else "")
    return f"{whole} s"


def pixels(width: int, height: int) -> str:
    """Width and height: '6000 × 4000', with separators from 10,000."""
    if max(width, height) >= 10_000:
        return f"{width:,} × {height:,}"
    return f"{width} × {height}"


def megapixels(width: int, height: int) -> str:
    """Millions of pixels: '24.1 MP', '412 MP'."""
    millions = width * height / 1e6
    return f"{millions:,.0f} MP" if millions >= 99.95 else f"{millions:.1f} MP"


def place(path: str) -> str:
    """The last two names of a path, enough to know a folder by: 'June/Web shop'."""
    parts = [part for part in PurePath(path).parts if part != PurePath(path).anchor]
    return "/".join(parts[-2:]) or path
