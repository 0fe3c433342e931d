"""The demo's folder: made anew each time, and never in a folder that holds anything else."""

import shlex
from pathlib import Path

from attrs import frozen

from crmkit.errors import BadInput

_MARK = ".crmkit-demo"
_TEXT = "Made by `crmkit demo`, which may remove every file it once made here.\n"


@frozen
class DemoFolder:
    """A folder whose files the demo may overwrite."""

    path: Path

    @property
    def url(self) -> str:
        """The client base in it."""
        return f"sqlite:///{(self.path / 'shop.db').as_posix()}"

    @property
    def quoted_url(self) -> str:
        """The client base in it, as a shell takes it."""
        return shlex.quote(self.url)


def cleared(path: Path) -> DemoFolder:
    """The folder, empty but for the demo's mark.

    Raises BadInput when it holds anything and was not made by a former demo.
    """
    if path.exists() and not path.is_dir():
        message = "there is a file of this name"
        raise BadInput(message, where=str(path), hint="give another folder with --dir")
    held = list(path.iterdir()) if path.is_dir() else []
    if held and not (path / _MARK).is_file():
        message = "the folder is not empty, and no former demo made it"
        raise BadInput(message, where=str(path), hint="give another folder with --dir")
    former = (path / _MARK).read_text(encoding="utf-8").splitlines() if held else []
    for name in former[1:]:
        (path / Path(name).name).unlink(missing_ok=True)
    path.mkdir(parents=True, exist_ok=True)
    folder = DemoFolder(path)
    remember(folder)
    return folder


def remember(folder: DemoFolder, *files: Path) -> None:
    """Writes down what the demo has made, so that the next one may remove it."""
    names = [*(file.name for file in files), "shop.db", "shop.db-wal", "shop.db-shm"]
    (folder.path / _MARK).write_text(_TEXT + "\n".join(names) + "\n", encoding="utf-8")
