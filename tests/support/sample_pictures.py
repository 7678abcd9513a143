"""Makes the six pictures of `resources/samples` anew: `python -m tests.support.sample_pictures`."""

from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageChops

from mediaapp.demo.paint import paint

SAMPLES = Path(str(files("resources"))) / "samples"
WIDTH, HEIGHT = 900, 600
NOISE = 2.0
"""Of a camera's kind, so that the pictures can be made smaller as photos can."""
DRAWN_LARGER = 3
"""Drawn so many times larger and then reduced, for smooth edges."""

ORIENTATION, MAKER, MODEL, COPYRIGHT, GPS = 0x0112, 0x010F, 0x0110, 0x8298, 0x8825
SIDEWAYS = 6


def main() -> None:
    """Write all of them."""
    SAMPLES.mkdir(exist_ok=True)
    _photo("vase", "#c8823c").save(SAMPLES / "Vase.jpg", quality=94, exif=_exif())
    lying = _photo("lamp", "#4d8cc0").transpose(Image.Transpose.ROTATE_90)
    lying.save(SAMPLES / "Lamp, stored sideways.jpg", quality=94, exif=_exif(orientation=SIDEWAYS))
    _photo("landscape", "#c9a13b").save(SAMPLES / "Hills.webp", quality=93)
    _drawn("portrait", "#4fa37a").save(SAMPLES / "Portrait.png", compress_level=1)
    _drawn("document", "#b5476b").save(SAMPLES / "Letter.tiff", compression="tiff_lzw")
    _transparent(_drawn("logo", "#7a62b8")).save(SAMPLES / "Logo, transparent.png", compress_level=1)


def _drawn(drawing: str, color: str) -> Image.Image:
    raster = paint(drawing, color, WIDTH * DRAWN_LARGER, HEIGHT * DRAWN_LARGER)
    return Image.frombytes("RGBA", (raster.width, raster.height), raster.rgba).convert("RGB").reduce(DRAWN_LARGER)


def _photo(drawing: str, color: str) -> Image.Image:
    picture = _drawn(drawing, color)
    noise = Image.merge("RGB", [Image.effect_noise(picture.size, NOISE) for _ in range(3)])
    return ImageChops.add(picture, noise, offset=-128)


def _transparent(picture: Image.Image) -> Image.Image:
    """The paper around the drawing becomes clear."""
    clear = picture.convert("RGBA")
    light = picture.convert("L").point(lambda value: max(0, min(255, (250 - value) * 4)))
    clear.putalpha(light)
    return clear


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKER], exif[MODEL], exif[COPYRIGHT] = "mediaapp", "Sample", "Free to use"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return exif


if __name__ == "__main__":
    main()
