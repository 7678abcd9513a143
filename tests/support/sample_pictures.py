"""Makes the six pictures of `resources/samples` anew: `python -m tests.support.sample_pictures`."""

from importlib.resources import files
from pathlib import Path

from PIL import Image

from mediaapp.demo.paint import paint

SAMPLES = Path(str(files("resources"))) / "samples"
WIDTH, HEIGHT = 1800, 1200
DRAWN_LARGER = 2
"""Drawn so many times larger and then reduced, for smooth edges."""

ORIENTATION, MAKER, MODEL, COPYRIGHT, GPS = 0x0112, 0x010F, 0x0110, 0x8298, 0x8825
SIDEWAYS = 6


def main() -> None:
    """Write all of them."""
    SAMPLES.mkdir(exist_ok=True)
    _drawn("vase", "#c8823c").save(SAMPLES / "Vase.jpg", quality=93, exif=_exif())
    lying = _drawn("lamp", "#4d8cc0").transpose(Image.Transpose.ROTATE_90)
    lying.save(SAMPLES / "Lamp, stored sideways.jpg", quality=93, exif=_exif(orientation=SIDEWAYS))
    _drawn("landscape", "#c9a13b").save(SAMPLES / "Hills.webp", quality=90)
    _drawn("portrait", "#4fa37a").save(SAMPLES / "Portrait.png")
    _drawn("document", "#b5476b").save(SAMPLES / "Letter.tiff", compression="tiff_adobe_deflate")
    _transparent(_drawn("logo", "#7a62b8").resize((900, 600))).save(SAMPLES / "Logo, transparent.png")


def _drawn(drawing: str, color: str) -> Image.Image:
    raster = paint(drawing, color, WIDTH * DRAWN_LARGER, HEIGHT * DRAWN_LARGER)
    return Image.frombytes("RGBA", (raster.width, raster.height), raster.rgba).convert("RGB").reduce(DRAWN_LARGER)


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
