"""`qmsdesk` without arguments opens the windows; with arguments it is the command line."""

from __future__ import annotations

import sys

from qmsdesk.errors import UserError


def main(arguments: list[str] | None = None) -> int:
    """Run the program; the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if words:
        from qmsdesk.cli import main as command_line

        return command_line(words)
    from qmsdesk.app import run

    try:
        return run([])
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
