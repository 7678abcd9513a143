"""Which volume a path lies on, and whether it is there."""

import sys
from pathlib import Path

import pytest

from workers import volumes
from workers.volumes import Volumes, is_away, is_network, volume_of

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/mountinfo")

MOUNTS = rb"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /proc rw - proc proc rw
40 22 8:17 / /media/ann/Archive\0402019 rw,relatime shared:9 - vfat /dev/sdb1 rw,uid=1000
41 22 0:50 / /mnt/share rw - cifs //server/photos rw
42 22 0:51 / /mnt/phone rw - fuse.sshfs ann@phone:/ rw
43 22 8:33 / /mnt/twice rw - ext4 /dev/sdc1 rw
44 43 8:34 / /mnt/twice rw - ext4 /dev/sdc2 rw
45 22 0:52 / /mnt/later rw - autofs systemd-1 rw
"""


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mount table that can be written to, and no block devices."""
    table = tmp_path / "mountinfo"
    table.write_bytes(MOUNTS)
    monkeypatch.setattr(volumes, "_MOUNTS", table)
    monkeypatch.setattr(volumes, "_links", lambda folder: [])
    return table


def test_every_path_lies_on_some_volume(tmp_path: Path) -> None:
    volume = volume_of(tmp_path)
    assert str(tmp_path).startswith(volume.path)
    assert volume.id
    assert not is_away(volume.path, volume.id)
    assert volume_of(tmp_path / "not" / "there" / "yet") == volume
    assert not is_network(tmp_path)


@linux_only
class TestLinux:
    @pytest.mark.parametrize(
        ("path", "mount", "identity", "flags"),
        [
            ("/home/ann/a.jpg", "/", "ext4:/dev/sda1", (False, False)),
            ("/media/ann/Archive 2019/June", "/media/ann/Archive 2019", "vfat:/dev/sdb1", (True, False)),
            ("/media/ann/Archive 2019b", "/", "ext4:/dev/sda1", (False, False)),
            ("/mnt/share/x", "/mnt/share", "cifs://server/photos", (True, True)),
            ("/mnt/phone", "/mnt/phone", "fuse.sshfs:ann@phone:/", (False, True)),
            ("/mnt/twice/x", "/mnt/twice", "ext4:/dev/sdc2", (False, False)),
            ("/mnt/later/x", "/", "ext4:/dev/sda1", (False, False)),
        ],
    )
    def test_the_deepest_mount_counts(
        self, mounted: Path, path: str, mount: str, identity: str, flags: tuple[bool, bool]
    ) -> None:
        found = Volumes().of(path)
        assert (found.path, found.id, (found.coarse_time, found.network)) == (mount, identity, flags)

    def test_a_label_is_the_name_and_a_uuid_the_identity(self, mounted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        links = {
            "/dev/disk/by-uuid": [("1234-ABCD", "/dev/sdb1")],
            "/dev/disk/by-label": [("My\\x20Archive", "/dev/sdb1")],
        }
        monkeypatch.setattr(volumes, "_links", lambda folder: links[folder])
        found = volume_of("/media/ann/Archive 2019/a.jpg")
        assert (found.name, found.id) == ("My Archive", "vfat:1234-ABCD")
        assert volume_of("/mnt/share").name == "share"

    def test_away_is_gone_or_another_in_its_place(self, mounted: Path) -> None:
        place, identity = "/media/ann/Archive 2019", "vfat:/dev/sdb1"
        assert not is_away(place, identity)
        assert is_away(place, "vfat:another")
        mounted.write_bytes(b"\n".join(line for line in MOUNTS.splitlines() if b"sdb1" not in line))
        assert is_away(place, identity)
