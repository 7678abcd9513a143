from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from tests.support.pictures import encoded, graphic, photo, with_alpha
from workers.image.goals.score import Reference, score_of


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(BytesIO(encoded(image, "JPEG", quality=quality, subsampling="4:4:4")))


def _framed(image: Image.Image) -> Image.Image:
    """With a calm border, where the package, which takes black for what is outside, finds the same errors as we."""
    framed = Image.new("RGB", (image.width + 128, image.height + 128), (160, 160, 160))
    framed.paste(image, (64, 64))
    return framed


def test_an_equal_picture_scores_100() -> None:
    image = photo((300, 200))
    assert Reference([image]).score([image]) == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("image", [photo((400, 300)), graphic((400, 300))], ids=["photo", "graphic"])
def test_a_lower_quality_scores_lower(image: Image.Image) -> None:
    reference = Reference([image])
    scores = [reference.score([_jpeg(image, quality)]) for quality in (95, 80, 60, 30)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 80 > scores[-1] > 0


def test_a_blurred_picture_is_plainly_damaged() -> None:
    image = photo((400, 300))
    assert Reference([image]).score([image.filter(ImageFilter.GaussianBlur(3))]) < 50


def test_parts_score_like_the_whole() -> None:
    image = photo((768, 512), seed=4)
    boxes = [(left, top, left + 256, top + 256) for top in (0, 256) for left in (0, 256, 512)]
    distorted = _jpeg(image, 70).convert("RGB")
    whole = Reference([image]).score([distorted])
    parts = Reference([image.crop(box) for box in boxes]).score([distorted.crop(box) for box in boxes])
    assert parts == pytest.approx(whole, abs=1)


def test_groups_of_parts_score_together_like_all_of_them() -> None:
    image = photo((768, 128), seed=4)
    boxes = [(left, 0, left + 128, 128) for left in range(0, 768, 128)]
    distorted = _jpeg(image, 70).convert("RGB")
    originals, parts = ([each.crop(box) for box in boxes] for each in (image, distorted))
    groups = [Reference(originals[group]).errors(parts[group]) for group in (slice(0, 2), slice(2, 6))]
    assert score_of(*groups) == pytest.approx(Reference(originals).score(parts), abs=0.01)


def test_grey_scores_like_the_same_in_colour() -> None:
    grey = photo((300, 200)).convert("L")
    made = Image.open(BytesIO(encoded(grey, "JPEG", quality=60)))
    colored = Reference([grey.convert("RGB")]).score([made.convert("RGB")])
    assert Reference([grey]).score([made]) == pytest.approx(colored, abs=0.01)
    assert Reference([grey]).score([made.convert("RGB")]) == pytest.approx(colored, abs=0.01)


@pytest.mark.parametrize("size", [(8, 8), (9, 31), (33, 200), (257, 129)])
def test_any_size_has_a_score(size: tuple[int, int]) -> None:
    image = photo(size)
    assert 0 < Reference([image]).score([_jpeg(image, 90)]) <= 100


def test_transparency_counts() -> None:
    image = with_alpha()
    harder = image.copy()
    harder.putalpha(image.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0))
    assert Reference([image]).score([harder]) < 90


def test_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="another size"):
        Reference([photo((64, 64))]).score([photo((64, 65))])


@pytest.mark.parametrize("quality", [40, 75, 90])
@pytest.mark.parametrize("image", [photo((700, 500), seed=2), _framed(graphic((320, 240)))], ids=["photo", "graphic"])
def test_agrees_with_the_reference_package(image: Image.Image, quality: int, tmp_path: Path) -> None:
    package = pytest.importorskip("ssimulacra2", reason="needs the extra bench")
    image.save(tmp_path / "original.png")
    _jpeg(image, quality).save(tmp_path / "distorted.png")
    theirs = package.compute_ssimulacra2(tmp_path / "original.png", tmp_path / "distorted.png")
    assert Reference([image]).score([_jpeg(image, quality)]) == pytest.approx(theirs, abs=1)
