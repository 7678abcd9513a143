"""Pictures of every kind that people have, for what must hold of all of them; generated, the same every time."""

from random import Random

from PIL import Image, ImageDraw, ImageEnhance

from tests.support import pictures
from tests.support.pictures import Size


def varied(size: Size = (1600, 1200)) -> dict[str, Image.Image]:
    """Photos, graphics, both in one, and art with transparency, by their kind."""
    return {
        "photo": pictures.photo(size),
        "another photo": pictures.photo(size, seed=3),
        "photo at high sensitivity": _with_grain(pictures.photo(size, seed=4), 0.2),
        "photo made larger": pictures.photo((size[0] // 2, size[1] // 2), seed=7).resize(
            size, Image.Resampling.BICUBIC
        ),
        "dark photo": pictures.photo(size, seed=5).point(lambda value: value // 6),
        "photo in strong colours": ImageEnhance.Color(pictures.photo(size, seed=6)).enhance(3),
        "grey photo": pictures.photo(size, seed=8).convert("L"),
        "photo with much sky": _sky(size),
        "gradients": _gradients(size),
        "line art": _lines(size),
        "screenshot": pictures.graphic(size),
        "half screenshot, half photo": _half(size),
        "cut-out photo": _cut_out(size),
    }


def _with_grain(image: Image.Image, share: float) -> Image.Image:
    random = Random(share)
    bands = [Image.frombytes("L", image.size, random.randbytes(image.width * image.height)) for _ in range(3)]
    return Image.blend(image, Image.merge("RGB", bands), share)


def _ramp(size: Size) -> Image.Image:
    return Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)


def _gradients(size: Size) -> Image.Image:
    down = _ramp(size)
    round_ = Image.radial_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return Image.merge("RGB", (down, round_, down.transpose(Image.Transpose.FLIP_TOP_BOTTOM)))


def _sky(size: Size) -> Image.Image:
    down = _ramp(size).point(lambda value: value // 4)
    sky = Image.merge("RGB", [down.point(lambda value, base=base: value + base) for base in (90, 130, 190)])
    sky = _with_grain(sky, 0.01)
    horizon = size[1] * 2 // 3
    sky.paste(pictures.photo(size, seed=5).crop((0, horizon, *size)), (0, horizon))
    return sky


def _lines(size: Size) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    width, height = size
    for number, left in enumerate(range(0, width, 17)):
        color = (0, 0, 0) if number % 3 else (200, 20, 20)
        draw.line((left, 0, width - left // 2, height), fill=color, width=1 + number % 3)
    for ring in range(40):
        across, down = ring * width // 84, ring * height // 84
        box = (width // 2 - across, height // 2 - down, width // 2 + across, height // 2 + down)
        draw.ellipse(box, outline=(0, 0, ring * 6))
    return image


def _half(size: Size) -> Image.Image:
    image = pictures.photo(size, seed=9)
    image.paste(pictures.graphic(size).crop((0, 0, size[0] // 2, size[1])), (0, 0))
    return image


def _cut_out(size: Size) -> Image.Image:
    image = pictures.photo(size, seed=9).convert("RGBA")
    image.putalpha(pictures.with_alpha(size).getchannel("A"))
    return image
