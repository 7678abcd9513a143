"""A screenshot: lines of text and bars in bright colours on one flat colour."""

from functools import cache

from PIL import Image, ImageDraw


@cache
def screenshot(size: tuple[int, int] = (960, 540)) -> Image.Image:
    """RGB, the same pixels every time; text has the soft edges that screens give it."""
    large = Image.new("RGB", (2 * size[0], 2 * size[1]), (240, 240, 245))
    draw = ImageDraw.Draw(large)
    for number in range(120):
        x, y = 20 + number % 6 * size[0] // 3, number // 6 * size[1] // 10
        draw.text((x, y + 10), f"Setting number {number} enabled", fill=(20, 20, 20), font_size=22)
        draw.rectangle((x, y + 46, x + 190, y + 52), fill=(30, 120, number * 7 % 255))
    return large.resize(size, Image.Resampling.BOX)
