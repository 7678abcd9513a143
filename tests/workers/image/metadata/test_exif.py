"""The patcher changes what it is asked to and not one byte more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import metadata_samples
from workers.errors import Failure
from workers.image.metadata import exif, layout

ORDERS = st.sampled_from(["<", ">"])
SIDES = st.integers(1, 100_000)


def opened(raw: bytes) -> exif.Exif:
    block = exif.opened(raw)
    assert block is not None
    return block


@given(order=ORDERS, before=st.integers(1, 8), after=st.integers(1, 8))
def test_orientation_is_two_bytes(order: str, before: int, after: int) -> None:
    raw = metadata_samples.exif(order=order, orientation=before)
    block = opened(raw)
    assert block.orientation == before
    block.set_orientation(after)
    patched = bytes(block)
    assert opened(patched).orientation == after
    assert sum(one != other for one, other in zip(raw, patched, strict=True)) <= 1


@given(order=ORDERS, width=SIDES, height=SIDES)
def test_size(order: str, width: int, height: int) -> None:
    raw = metadata_samples.exif(order=order)
    block = opened(raw)
    block.set_size(width, height)
    patched = opened(bytes(block))
    assert patched.values() | {} == {
        **opened(raw).values(),
        ("camera", 0xA002): (width,),
        ("camera", 0xA003): (height,),
        ("camera", 0x1001): (width,),
        ("camera", 0x1002): (height,),
    }
    assert patched.maker_note == opened(raw).maker_note


@pytest.mark.parametrize("order", ["<", ">"])
def test_location_goes_with_its_bytes(order: str) -> None:
    raw = metadata_samples.exif(order=order)
    block = opened(raw)
    assert block.has_location
    block.drop_location()
    patched = bytes(block)
    assert not opened(patched).has_location
    degrees = metadata_samples.Block(order).pack("IIIIII", 47, 1, 25, 1, 3000, 100)
    assert degrees in raw
    assert degrees not in patched
    rest = {key: value for key, value in opened(raw).values().items() if key[0] != "gps"}
    assert opened(patched).values() == rest
    assert opened(patched).maker_note_at == opened(raw).maker_note_at


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_thumbnail_goes_with_its_bytes(order: str) -> None:
    raw = metadata_samples.exif(order=order)
    block = opened(raw)
    block.drop_thumbnail()
    patched = bytes(block)
    assert metadata_samples.thumbnail() not in patched
    assert len(patched) < len(raw) - len(metadata_samples.thumbnail())
    assert opened(patched).values() == opened(raw).values()


@given(
    order=ORDERS,
    gps=st.booleans(),
    small=st.booleans(),
    steps=st.permutations(["location", "thumbnail", "orientation"]),
)
def test_the_order_of_patches_does_not_matter(order: str, *, gps: bool, small: bool, steps: list[str]) -> None:
    raw = metadata_samples.exif(order=order, gps=gps, small=small)
    block = opened(raw)
    for step in steps:
        getattr(block, f"drop_{step}")()
    patched = opened(bytes(block))
    gone = {("first", exif.ORIENTATION)}
    assert patched.values() == {k: v for k, v in opened(raw).values().items() if k[0] != "gps" and k not in gone}
    assert patched.maker_note == opened(raw).maker_note


@given(st.binary(max_size=300))
def test_any_bytes_are_a_block_or_none(data: bytes) -> None:
    for start in (b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        block = exif.opened(start + data)
        if block is not None:
            block.set_orientation(1)
            block.set_size(70_000, 3)
            block.drop_location()
            block.drop_copies()
            block.drop_thumbnail()
            assert not opened(bytes(block)).has_location


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 2, 0x9003, 0xA002]),
        st.sampled_from([0, 1, 2, 3, 4, 5, 7, 129, 296, 13260]),
        st.sampled_from([0, 1, 2, 4, 9, 110, 2**31]),
        st.one_of(st.integers(0, 1500), st.integers(0, 2**32 - 1)),
    ),
    max_size=8,
)


@given(order=ORDERS, entries=ENTRIES, behind=st.binary(max_size=400))
def test_entries_that_make_no_sense_read_alike_wherever_the_block_stands(
    order: str, entries: list[tuple[int, int, int, int]], behind: bytes
) -> None:
    block = metadata_samples.Block(order)
    table = b"".join(block.pack("HHII", *entry) for entry in entries)
    broken = block.put(block.pack("H", len(entries)) + table + bytes(4))
    camera = block.directory([block.text(0x9003, "2024:05:01 10:11:12"), block.long(0xA005, broken)])
    values = [block.text(0x010F, "Canon"), block.long(0x8769, camera)]
    block.data[4:8] = block.pack("I", block.directory(values))
    raw = bytes(block.data)
    block.put(behind)
    block.data[4:8] = block.pack("I", block.directory(values))  # as in a TIFF: the first directory stands elsewhere
    before, after = opened(raw).values(), opened(bytes(block.data)).values()
    assert {key: after.get(key) for key in before} == before
    assert layout.in_order(raw, "big" if order == "<" else "little")


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_block_laid_out_in_the_other_order_says_the_same(order: str) -> None:
    raw = metadata_samples.exif(order=order, orientation=3)
    turned = layout.in_order(raw, "big" if order == "<" else "little")
    assert turned[:2] != raw[:2]
    assert {k: v for k, v in opened(turned).values().items() if k[1] != exif.MAKER_NOTE} == {
        k: v for k, v in opened(raw).values().items() if k[1] != exif.MAKER_NOTE
    }
    assert opened(turned).maker_note == opened(raw).maker_note
    assert opened(turned).maker_note_at == opened(raw).maker_note_at
    assert layout.in_order(raw, "little" if order == "<" else "big") is raw


def test_a_block_without_directory_is_refused() -> None:
    with pytest.raises(Failure):
        exif.Exif(b"II*\0\0\0\0\0")


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_pointer_into_the_maker_note_does_not_harm_it(order: str) -> None:
    raw = bytearray(metadata_samples.exif(order=order))
    note = opened(bytes(raw)).maker_note_at
    assert note is not None
    pack = metadata_samples.Block(order).pack
    at = raw.rindex(pack("HHI", 0x0201, 4, 1)) + 8
    raw[at : at + 4] = pack("I", note + 4)
    block = opened(bytes(raw))
    block.drop_thumbnail()
    assert opened(bytes(block)).maker_note == opened(bytes(raw)).maker_note


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_resolution_is_added_and_nothing_else_moves(order: str) -> None:
    plain = exif.Exif(metadata_samples.exif(order=order))
    for tag in (0x011A, 0x011B, 0x0128):
        plain._drop_tags({tag})  # noqa: SLF001 - makes an input that no camera here writes
    raw = bytes(plain)
    made = exif.Exif(exif.with_dpi(raw, (240.0, 299.9994)))
    assert made.dpi == pytest.approx((240.0, 299.9994), abs=0.001)
    assert (made.maker_note, made.maker_note_at) == (plain.maker_note, plain.maker_note_at)
    added = {("first", tag) for tag in (0x011A, 0x011B, 0x0128)}
    assert {key: value for key, value in made.values().items() if key not in added} == plain.values()


def test_a_block_is_made_where_there_is_none() -> None:
    assert exif.Exif(exif.with_dpi(None, (300.0, 150.0))).dpi == (300.0, 150.0)


def test_a_resolution_is_set_in_its_own_unit() -> None:
    block = exif.Exif(exif.with_dpi(None, (300.0, 150.0)))
    block.set_dpi((150.0, 300.0))
    assert block.dpi == (150.0, 300.0)
