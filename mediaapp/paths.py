"""The folders that the application keeps its own things in, and how it writes there."""

import itertools
import os
import secrets
from pathlib import Path
from typing import Self

import platformdirs
from msgspec import Struct

_NAME = "mediaapp"


class Folders(Struct, frozen=True, kw_only=True):
    """Where things are kept; all four folders exist and are for their owner only."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @classmethod
    def find(cls) -> Self:
        """The folders of this user, all below `MEDIAAPP_HOME` where that is set. Raises OSError when one cannot be made."""
        home = os.environ.get("MEDIAAPP_HOME")
        if home:
            top = Path(home).absolute()
            return cls.made(data=top / "data", config=top / "config", cache=top / "cache", logs=top / "logs")
        return cls.made(
            data=platformdirs.user_data_path(_NAME, appauthor=False),
            config=platformdirs.user_config_path(_NAME, appauthor=False),
            cache=platformdirs.user_cache_path(_NAME, appauthor=False),
            logs=platformdirs.user_log_path(_NAME, appauthor=False),
        )

    @classmethod
    def made(cls, *, data: Path, config: Path, cache: Path, logs: Path) -> Self:
        """These folders, made where they are missing. Raises OSError."""
        for folder in (data, config, cache, logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(data=data, config=config, cache=cache, logs=logs)

    @property
    def database(self) -> Path:
        """The job table."""
        return self.data / "jobs.sqlite"

    @property
    def pool_lock(self) -> Path:
        """Held by the process that works the jobs off."""
        return self.data / "pool.lock"

    @property
    def window_lock(self) -> Path:
        """Held by the process that shows the window."""
        return self.data / "window.lock"

    @property
    def recipes(self) -> Path:
        """The user's own recipes, one file each."""
        return self.config / "recipes"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.toml"

    @property
    def metrics_token(self) -> Path:
        """What whoever asks for metrics has to show."""
        return self.config / "metrics-token"


def reports_folder() -> Path:
    """Where reports go that nobody chose another folder for; it need not exist."""
    return platformdirs.user_documents_path() / "mediaapp reports"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that after a crash at any instant its old or its new content is there. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a file that cannot be used, so that nothing writes over it; return its new place. Raises OSError."""
    aside = next(
        place
        for n in itertools.count(1)
        if not (place := path.with_name(f"{path.stem} (set aside {n}){path.suffix}")).exists()
    )
    return path.rename(aside)
