"""Small parts of a picture that compress and score like the whole."""

from PIL import Image, ImageChops

from workers.image.pixels.modes import in_mode

# Deep grey goes to 8 bits: Pillow neither shrinks nor pastes it, and an encoder that is tried out has no more.
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK")
_TILE = 128
_ACROSS, _DOWN = 6, 5
_TILES = _ACROSS * _DOWN
_FEW = 1.5
_APART = 2

Box = tuple[int, int, int, int]


def samples(image: Image.Image) -> list[Image.Image]:
    """Thirty parts of 128 pixels a side, from the calmest to the busiest; a picture of not many more pixels whole.

    The picture's cells are sorted by how many edges they hold, and the middle one of each thirtieth is taken. So flat and
    busy parts have their share, whatever their place. Cells begin at multiples of 16 pixels: blocks of an earlier JPEG stay
    blocks. Many small parts score nearer to the whole than few large ones; the score's coarsest weighted scale needs 128.
    """
    if image.mode not in _MODES or "transparency" in image.info:
        image = in_mode(image, _MODES)
    return [image if box == (0, 0, *image.size) else image.crop(box) for box in places(image)]


def places(image: Image.Image) -> list[Box]:
    """Where `samples` takes its parts: left, top, right, bottom; a single place where it takes the whole."""
    columns, rows = image.width // _TILE, image.height // _TILE
    if columns * rows < _FEW * _TILES:
        return [(0, 0, *image.size)]
    cells = _edges(image, columns, rows)
    order = sorted(range(len(cells)), key=cells.__getitem__)
    chosen = (order[(2 * share + 1) * len(order) // (2 * _TILES)] for share in range(_TILES))
    return [_cell(*divmod(cell, columns)) for cell in chosen]


def _edges(image: Image.Image, columns: int, rows: int) -> bytes:
    # One pixel in four is enough to tell cells apart, noise included, and is found fastest.
    size = (columns * _TILE // _APART, rows * _TILE // _APART)
    grey = image.resize(size, Image.Resampling.NEAREST, (0, 0, columns * _TILE, rows * _TILE)).convert("L")
    edges = ImageChops.difference(grey.crop((1, 1, *size)), grey.crop((0, 0, size[0] - 1, size[1] - 1)))
    # A cell's mean is far from white in most pictures; more light keeps apart what 8 bits would round together.
    brighter = edges.point(lambda value: min(255, value * 4))
    return brighter.reduce(_TILE // _APART).tobytes()


def _cell(row: int, column: int) -> Box:
    left, top = column * _TILE, row * _TILE
    return left, top, left + _TILE, top + _TILE


def mosaic(parts: list[Image.Image]) -> Image.Image:
    """The parts side by side, six in a row; a single one as it is."""
    if len(parts) == 1:
        return parts[0]
    joined = Image.new(parts[0].mode, (_ACROSS * _TILE, _DOWN * _TILE))
    if parts[0].mode == "P":
        joined.putpalette(parts[0].getpalette() or [])
    for number, part in enumerate(parts):
        joined.paste(part, (number % _ACROSS * _TILE, number // _ACROSS * _TILE))
    return joined
