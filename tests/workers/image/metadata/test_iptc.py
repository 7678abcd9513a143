"""8BIM blocks and IPTC datasets, taken apart and put together."""

from hypothesis import given
from hypothesis import strategies as st

from tests.support import metadata_samples
from workers.image.metadata import iptc

NAMES = st.binary(max_size=20).map(lambda name: (bytes((len(name),)) + name).ljust((len(name) + 2) // 2 * 2, b"\0"))
BLOCKS = st.lists(st.tuples(st.integers(0, 0xFFFF), NAMES, st.binary(max_size=60)), max_size=8)
VALUES = st.binary(max_size=60)


@given(BLOCKS)
def test_blocks_come_back(blocks: list[iptc.Block]) -> None:
    assert list(iptc.blocks(b"".join(map(iptc.spell_block, blocks)))) == blocks


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 255), VALUES), max_size=10))
def test_datasets_come_back(values: list[tuple[int, int, bytes]]) -> None:
    data = b"".join(
        bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value for record, number, value in values
    )
    assert [(record, number, body[5:]) for record, number, body in iptc.datasets(data)] == values


def test_an_extended_dataset_is_passed_over_whole() -> None:
    long = b"\x1c\x02\x78\x80\x04" + (70_000).to_bytes(4, "big") + bytes(70_000)
    after = b"\x1c\x02\x5a\0\x04Rome"
    assert [number for _, number, _ in iptc.datasets(long + after)] == [120, 90]
    assert b"Rome" not in iptc.without_location(iptc.of_iim(long + after))


def test_places_go_and_the_rest_stays_byte_for_byte() -> None:
    whole = metadata_samples.photoshop()
    assert iptc.has_location(whole)
    safe = iptc.without_location(whole)
    assert not iptc.has_location(safe)
    before, after = list(iptc.datasets(iptc.iim(whole))), list(iptc.datasets(iptc.iim(safe)))
    assert after == [one for one in before if one[:2] not in iptc.LOCATION]
    plain = iptc.without_location(safe)
    assert plain == safe


def test_a_digest_stays_as_long_as_it_is_true_and_copies_go_with_the_places() -> None:
    def numbers(photoshop: bytes) -> list[int]:
        return [number for number, *_ in iptc.blocks(photoshop)]

    copies = b"".join(iptc.spell_block((number, b"\0\0", b"Rome")) for number in (0x040C, 0x0422, 0x0424))
    whole = metadata_samples.photoshop() + copies
    assert numbers(iptc.without_location(whole)) == [0x03ED, 0x0404, 0x040C]
    assert numbers(iptc.of_other_pixels(whole)) == [0x03ED, 0x0404, 0x0425]
    nowhere = iptc.of_iim(b"\x1c\x02\x19\0\1a") + iptc.spell_block((0x0425, b"\0\0", bytes(16)))
    assert iptc.without_location(nowhere) == nowhere


def test_no_place_hides_in_a_second_block_or_behind_padding() -> None:
    city, key = b"\x1c\x02\x5a\0\x04Rome", b"\x1c\x02\x19\0\x03key"
    for whole in (
        iptc.of_iim(key + bytes(3)) + iptc.of_iim(city),
        iptc.of_iim(key + b"noise") + iptc.of_iim(city),
        iptc.of_iim(key + bytes(3) + city),
    ):
        safe = iptc.without_location(whole)
        assert b"key" in safe
        assert b"Rome" not in safe
        assert list(iptc.written(whole))[:1] == [key]


@given(st.binary(max_size=200))
def test_any_bytes_end(data: bytes) -> None:
    for whole in (data, b"8BIM\x04\x04" + data, iptc.of_iim(data)):
        assert not iptc.has_location(iptc.without_location(whole))
        iptc.only_rights(whole)
        iptc.of_other_pixels(whole)
