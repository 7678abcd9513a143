"""The settings file."""

import os
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mediaapp.settings import Appearance, FollowedSettings, LoadedSettings, Settings, change, load, save
from workers.kinds import JobKind
from workers.local_time import Weekday
from workers.manners.manners import Manners, QuietHours

settings = st.builds(
    Settings,
    theme=st.sampled_from(Appearance),
    workers=st.none() | st.integers(1, 64),
    memory=st.none() | st.integers(256_000_000, 2**50),
    notices=st.booleans(),
    close_to_tray=st.none() | st.booleans(),
    last_recipe=st.text(),
    processors=st.none() | st.integers(1, 1024),
    manners=st.lists(
        st.builds(
            Manners,
            quiet=st.lists(
                st.builds(
                    QuietHours,
                    begins=st.times(),
                    until=st.times(),
                    days=st.frozensets(st.sampled_from(Weekday)),
                ),
                max_size=2,
            ).map(tuple),
            on_mains=st.booleans(),
            when_idle=st.booleans(),
            idle_minutes=st.integers(1, 240),
            kind=st.none() | st.sampled_from(JobKind),
        ),
        max_size=2,
    ).map(tuple),
    later=st.times(),
)


def test_without_a_file_the_defaults_count(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == LoadedSettings(settings=Settings())


@given(settings=settings)
def test_what_is_saved_is_loaded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("config") / "settings.toml"
    save(path, settings)
    assert load(path) == LoadedSettings(settings=settings)


def test_a_setting_of_a_later_version_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("notices = false\nsounds = true\n")
    assert load(path) == LoadedSettings(settings=Settings(notices=False))


@pytest.mark.parametrize("content", [b"theme = 'pink'", b"workers = 0", b"[[[", b"\xff", b"v = 99"])
def test_a_file_that_cannot_be_used_is_set_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    for n in (1, 2):
        path.write_bytes(content)
        loaded = load(path)
        assert loaded.settings == Settings()
        assert f"settings (set aside {n}).toml" in loaded.problem
        assert (tmp_path / f"settings (set aside {n}).toml").read_bytes() == content
        assert not path.exists()


def test_nothing_but_the_file_is_left_after_saving(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    save(path, Settings(compact=True))
    save(path, Settings())
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_what_somebody_wrote_into_the_file_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    before = Settings(compact=True)
    save(path, before)
    path.write_text(path.read_text("utf-8").replace("port = 0\n", "port = 9467\n"), "utf-8")
    change(path, before, replace(before, notices=False))
    kept = load(path).settings
    assert (kept.metrics.port, kept.compact, kept.notices) == (9467, True, False)


@pytest.mark.parametrize("content", [None, b"theme = 'pink'"])
def test_without_a_usable_file_all_of_the_settings_are_written(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "settings.toml"
    if content is not None:
        path.write_bytes(content)
    before = Settings(compact=True)
    change(path, before, replace(before, notices=False))
    assert load(path).settings == Settings(compact=True, notices=False)


def test_when_saving_is_not_possible_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    save(path, Settings(compact=True))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save(path, Settings())
    assert load(path).settings.compact
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]


def test_manners_are_written_as_a_person_would(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        "later = 21:30:00\n"
        "[[manners]]\n"
        "on_mains = true\n"
        "[[manners.quiet]]\n"
        "begins = 08:00:00\n"
        "until = 22:00:00\n"
        'days = ["sat", "sun"]\n'
    )
    weekend = QuietHours(begins=time(8), until=time(22), days=frozenset((Weekday.SATURDAY, Weekday.SUNDAY)))
    assert load(path).settings == Settings(later=time(21, 30), manners=(Manners(on_mains=True, quiet=(weekend,)),))


def test_who_follows_the_file_hears_of_every_change_once(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    followed = FollowedSettings(path)
    assert followed.changed() == Settings()
    assert followed.changed() is None
    save(path, Settings(workers=3))
    assert followed.changed() == Settings(workers=3)
    assert followed.changed() is None
    save(path, Settings(workers=3))
    assert followed.changed() is None
    path.write_text("workers = ")  # as an editor may leave it for a moment
    os.utime(path, ns=(1, 1))
    assert followed.changed() is None
    assert path.read_text() == "workers = "
    path.unlink()
    assert followed.changed() == Settings()
