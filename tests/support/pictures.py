"""Pictures for tests: generated, the same every time, cheap after the first one."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageDraw, ImageFilter

Size = tuple[int, int]

MEGAPIXELS_12: Size = (4000, 3000)
MEGAPIXELS_24: Size = (6000, 4000)
PHOTO_SIZES: Sequence[Size] = ((1920, 1080), (2592, 1944), (3264, 2448), (4000, 3000), (4896, 3264), (6000, 4000))
"""What cameras and phones make, 2 to 24 megapixels."""

_TEXTURE_SIDE = 1024


@cache
def _noise(side: int, sigma: float) -> Image.Image:
    """Grey noise around 128. Pillow's own noise has no seed; this is a fixed linear congruential sequence."""
    state = 12345
    row = bytearray()
    for _ in range(side * 4):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        row.append(state >> 16 & 0xFF)
    band = Image.frombytes("L", (side * 4, 1), bytes(row))
    noise = Image.new("L", (side, side))
    at = 0
    for line in range(side):
        at = (at + 997 + line * line * 31) % (side * 3)
        noise.paste(band.crop((at, 0, at + side, 1)), (0, line))
    # Neighbours of a camera's noise depend on one another: demosaicing and its own JPEG blur them.
    soft = noise.filter(ImageFilter.GaussianBlur(0.6))
    return soft.point(lambda value: max(0, min(255, round(128 + (value - 128) * sigma / 35))))


@cache
def _texture() -> Image.Image:
    """A photo's mixture, 1024 pixels a side: smooth light, soft shapes, fine structure, sensor noise."""
    side = _TEXTURE_SIDE
    across = Image.linear_gradient("L").resize((side, side))
    scene = Image.merge("RGB", (across, across.rotate(90), across.rotate(180)))
    draw = ImageDraw.Draw(scene)
    state = 7
    for number in range(160):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        x, y, size = state % side, state // side % side, 12 + state // 4096 % 130
        light = state >> 5 & 0xFF
        color = tuple((light * 2 + (state >> shift & 0xFF)) // 3 for shift in (3, 11, 17))
        if number % 3:
            draw.ellipse((x - size, y - size, x + size, y + size), fill=color)
        else:
            draw.line((x - size, y, x + size, y + size // 2), fill=color, width=1 + size // 20)
    scene = scene.filter(ImageFilter.GaussianBlur(3))
    leaves = _noise(side, 60).filter(ImageFilter.GaussianBlur(1.5))
    mask = across.point(lambda value: max(0, 90 - abs(value - 90)))
    scene.paste(Image.merge("RGB", (leaves,) * 3), mask=mask)
    return Image.blend(scene, Image.merge("RGB", [_noise(side, 18).rotate(turn) for turn in (0, 90, 180)]), 0.12)


@cache
def _mirrored(*, across: bool, down: bool) -> Image.Image:
    """The texture so turned that it goes on without a seam where it is tiled."""
    tile = _texture()
    if across:
        tile = tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return tile.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if down else tile


def photo(size: Size = (1200, 800), seed: int = 0) -> Image.Image:
    """An RGB picture with the smooth parts, detail and noise of a camera's, cut and shifted from one generated texture.

    Equal seeds give equal pixels; other seeds another cut.
    """
    scale = max(1.0, size[0] / 2400)
    left, top = seed * 389 % _TEXTURE_SIDE, seed * 211 % _TEXTURE_SIDE
    tiled = Image.new("RGB", (round(size[0] / scale) + 1, round(size[1] / scale) + 1))
    for row, y in enumerate(range(-top, tiled.height, _TEXTURE_SIDE)):
        for column, x in enumerate(range(-left, tiled.width, _TEXTURE_SIDE)):
            tiled.paste(_mirrored(across=column % 2 == 1, down=row % 2 == 1), (x, y))
    if scale == 1.0:
        return tiled.crop((0, 0, *size))
    large = tiled.resize(size, Image.Resampling.BICUBIC, box=(0, 0, size[0] / scale, size[1] / scale))
    return _with_noise(large, seed)


def _with_noise(image: Image.Image, seed: int) -> Image.Image:
    """Enlarging blurs the noise away; a camera's is as fine as its pixels."""
    tile = Image.merge("RGB", [_noise(_TEXTURE_SIDE, 18).rotate(turn) for turn in (90, 180, 0)])
    noise = Image.new("RGB", image.size)
    for y in range(-(seed * 97 % 512), image.height, _TEXTURE_SIDE):
        for x in range(-(seed * 53 % 512), image.width, _TEXTURE_SIDE):
            noise.paste(tile, (x, y))
    return Image.blend(image, noise, 0.06)


def photos(count: int, sizes: Sequence[Size] = PHOTO_SIZES) -> list[Image.Image]:
    """Several photos, the sizes in turn."""
    return [photo(sizes[number % len(sizes)], seed=number) for number in range(count)]


def graphic(size: Size = (640, 480)) -> Image.Image:
    """A screenshot's mixture, RGB: flat areas, hard coloured edges, one-pixel lines, small text, red on white."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    draw.rectangle((0, 0, width, height // 10), fill=(36, 41, 46))
    draw.rectangle((width // 2, height // 4, width * 9 // 10, height * 3 // 4), fill=(46, 134, 222))
    draw.ellipse((width // 2 + 10, height // 3, width * 3 // 4, height * 2 // 3), fill=(238, 82, 83))
    for line in range(height // 8, height - 12, 16):
        draw.text((8, line), f"Line {line}: the quick brown fox jumps", fill=(200, 0, 0) if line % 32 else (20, 20, 20))
    for column in range(0, width, 24):
        draw.line((column, height * 7 // 8, column, height), fill=(0, 120, 60))
    return image


def with_alpha(size: Size = (320, 240)) -> Image.Image:
    """RGBA: a soft-edged coloured disc on nothing, a half-transparent bar, colours hidden under full transparency."""
    image = Image.new("RGBA", size, (200, 30, 90, 0))
    disc = Image.new("L", size, 0)
    width, height = size
    ImageDraw.Draw(disc).ellipse((width // 8, height // 8, width * 5 // 8, height * 7 // 8), fill=255)
    image.paste((30, 160, 60, 255), mask=disc.filter(ImageFilter.GaussianBlur(4)))
    image.putalpha(disc.filter(ImageFilter.GaussianBlur(4)))
    bar = Image.new("RGBA", (width // 4, height), (250, 200, 20, 128))
    image.alpha_composite(bar, (width * 3 // 4, 0))
    return image


def palette(size: Size = (200, 150), *, clear: bool = False) -> Image.Image:
    """P mode, 8 colours in vertical bars; with `clear` the first one is transparent."""
    colors = (0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 255, 0, 255, 0, 255, 255, 255, 255, 255)
    image = Image.new("P", size)
    image.putpalette(colors)
    for bar in range(8):
        image.paste(bar, (bar * size[0] // 8, 0, (bar + 1) * size[0] // 8, size[1]))
    if clear:
        image.info["transparency"] = 0
    return image


def bilevel(size: Size = (400, 300)) -> Image.Image:
    """Mode 1: a scanned page's black text on white."""
    return graphic(size).convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")


def grey_16(size: Size = (256, 64)) -> Image.Image:
    """I;16: a ramp from black to white in steps far finer than 8 bits can tell."""
    width, height = size
    last = width * height - 1
    return Image.frombytes("I;16", size, b"".join((at * 65535 // last).to_bytes(2, "little") for at in range(last + 1)))


def cmyk(size: Size = (300, 200)) -> Image.Image:
    """CMYK: fields of pure ink and a ramp of each."""
    ramp = Image.linear_gradient("L").resize(size)
    clear = Image.new("L", size, 0)
    image = Image.merge("CMYK", (ramp, ramp.rotate(180), clear, clear))
    for number, ink in enumerate(((255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 255))):
        image.paste(ink, (number * 40, 0, number * 40 + 40, 40))
    return image


def upright_mark(size: Size = (120, 80)) -> Image.Image:
    """RGB with another colour in each corner, so that each of the eight orientations can be told.

    Red, green, blue, white from the top left clockwise.
    """
    image = Image.new("RGB", size, (90, 90, 90))
    width, height = size
    for color, x, y in (("red", 0, 0), ("lime", 1, 0), ("blue", 1, 1), ("white", 0, 1)):
        left, top = x * width // 2, y * height // 2
        image.paste(color, (left, top, left + width // 2, top + height // 2))
    return image


def animation(count: int = 5, size: Size = (120, 90), *, clear: bool = False) -> list[Image.Image]:
    """RGBA canvases of a square on its way over a flat ground (nothing where `clear`); the last two are equal."""
    ground = (0, 0, 0, 0) if clear else (240, 240, 235, 255)
    canvases = []
    for number in range(count):
        step = min(number, count - 2)
        canvas = Image.new("RGBA", size, ground)
        left = step * (size[0] - 30) // max(1, count - 1)
        canvas.paste((220, 20 * step, 60, 255), (left, 20, left + 30, 50))
        canvases.append(canvas)
    return canvases


DURATIONS_MS: Sequence[int] = (100, 40, 250, 70, 120)
"""A time for each frame of `animation`, all different and multiples of 10."""


def levels(image: Image.Image, at: tuple[int, int] = (0, 0)) -> tuple[int, ...]:
    """The levels of one pixel, a number a channel, 0 to 255."""
    pixel = image.getpixel(at)
    assert pixel is not None
    return pixel if isinstance(pixel, tuple) else (int(pixel),)


@cache
def srgb_profile() -> bytes:
    """An ICC profile for RGB. It holds the second it was made in, so there is only one."""
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def encoded(image: Image.Image, format_name: str = "JPEG", **arguments: Any) -> bytes:
    """The file that Pillow makes of a picture; a photo as JPEG gets the quality cameras use."""
    sink = BytesIO()
    if format_name == "JPEG":
        arguments = {"quality": 92, **arguments}
    image.save(sink, format_name, **arguments)
    return sink.getvalue()


@cache
def photo_jpeg(size: Size = (1200, 800), seed: int = 0, quality: int = 92) -> bytes:
    """A camera's JPEG, encoded once a session for each size, seed and quality."""
    return encoded(photo(size, seed), "JPEG", quality=quality, subsampling="4:2:0")


def animated(format_name: str, *, plays: int = 0, clear: bool = False) -> bytes:
    """`animation` as a GIF, PNG or WEBP file with `DURATIONS_MS`, shown `plays` times (0 for ever)."""
    first, *rest = animation(clear=clear)
    # An equal neighbour would be merged into the frame before.
    rest[-1].putpixel((0, 0), (1, 1, 1, 255))
    loop: dict[str, Any] = {"loop": plays}
    if format_name == "GIF":
        loop = {} if plays == 1 else {"loop": max(0, plays - 1)}
        loop |= {"disposal": 2, "optimize": False}
    if format_name == "WEBP":
        loop |= {"lossless": True, "minimize_size": False}
    return encoded(first, format_name, save_all=True, append_images=rest, duration=list(DURATIONS_MS), **loop)


def write(path: Path, image: Image.Image, **arguments: Any) -> Path:
    """Save a picture under `path`, whose folder is made, in the format of its extension."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **({"quality": 92} if path.suffix.lower() in {".jpg", ".jpeg"} else {}) | arguments)
    return path
