"""`qmsdesk` without a command opens the windows; with one it is the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from qmsdesk.errors import UserError


def main(arguments: list[str] | None = None) -> int:
    """Run the program; the exit code. `--data DIR` alone opens the windows on that folder."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        folder = _only_folder(words)
        if words and folder is None:
            from qmsdesk.cli import main as command_line

            return command_line(words)
        from qmsdesk.app import run

        return run([], data_dir=folder)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


def _only_folder(words: list[str]) -> Path | None:
    """The folder when nothing but `--data DIR` was said."""
    if len(words) == 2 and words[0] == "--data" and not words[1].startswith("-"):
        return _folder(words[1])
    if len(words) == 1 and words[0].startswith("--data="):
        return _folder(words[0].removeprefix("--data="))
    return None


def _folder(place: str) -> Path:
    """The folder itself; the address of a server joins this workstation to it first."""
    if not place.startswith(("postgresql://", "postgres://")):
        return Path(place)
    from qmsdesk.operations import servers

    folder = servers.workstation_dir(place)
    servers.join(address=place, data_dir=folder)
    return folder


if __name__ == "__main__":
    sys.exit(main())
