"""Which server a workstation works on: one small private file in its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.models.files import atomic_write, make_private_folder

FILE = "server.toml"
SCHEMES = ("postgresql://", "postgres://")
SCHEMA = "qmsdesk"
_LONGEST = 40


@dataclass(frozen=True)
class ServerPlace:
    """The address of a PostgreSQL database with account and password, and the schema the department lives in."""

    url: str
    schema: str = SCHEMA

    @property
    def shown(self) -> str:
        """The address as it may be shown: without the password."""
        from urllib.parse import urlsplit

        parts = urlsplit(self.url)
        return f"{parts.hostname or parts.path}{f':{parts.port}' if parts.port else ''}{parts.path}"

    def as_user(self, user: str, password: str) -> ServerPlace:
        """The same place entered with another account; both are plain letters and digits."""
        from urllib.parse import urlsplit, urlunsplit

        parts = urlsplit(self.url)
        place = parts.netloc.rpartition("@")[2]
        return ServerPlace(urlunsplit(parts._replace(netloc=f"{user}:{password}@{place}")), self.schema)

    @property
    def address(self) -> str:
        """One line from which `parse` makes this place again."""
        from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

        parts = urlsplit(self.url)
        query = [*parse_qsl(parts.query), ("schema", self.schema)]
        return urlunsplit(parts._replace(query=urlencode(query)))


def is_address(text: str) -> bool:
    """True for the address of a server, not a folder."""
    return text.startswith(SCHEMES)


def parse(text: str) -> ServerPlace:
    """The place behind postgresql://user:password@host:port/database[?schema=name]; UserError when it is none."""
    from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

    parts = urlsplit(text)
    options = dict(parse_qsl(parts.query))
    schema = options.pop("schema", SCHEMA)
    if not is_address(text) or not parts.path.strip("/") or not _is_name(schema):
        raise UserError(
            "数据库服务器的地址不对。",
            advice="写成 postgresql://账号:密码@服务器/数据库，可加 ?schema=名称（小写字母和数字）。",
        )
    return ServerPlace(urlunsplit(parts._replace(query=urlencode(options))), schema)


def read(data_dir: Path) -> ServerPlace | None:
    """The server of a data folder; None for a folder that holds its data itself."""
    path = data_dir / FILE
    if not path.is_file():
        return None
    import tomllib  # one workstation in a hundred has this file

    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return ServerPlace(str(raw["url"]), str(raw["schema"]))
    except (OSError, ValueError, KeyError) as error:
        raise UserError(
            f"{FILE} 读不出来。",
            advice="请用 qmsdesk --data postgresql://… 重新连接一次。",
            detail=str(error),
        ) from error


def write(data_dir: Path, place: ServerPlace) -> None:
    """Make a data folder a workstation of that server; the file holds a password and is private."""
    make_private_folder(data_dir)
    import json

    # a JSON string is a TOML string
    atomic_write(data_dir / FILE, f"url = {json.dumps(place.url)}\nschema = {json.dumps(place.schema)}\n")


def _is_name(text: str) -> bool:
    """Small letters, digits and _ of ASCII, a letter first."""
    plain = text.isascii() and text.replace("_", "").isalnum() and text == text.lower()
    return plain and text[:1].isalpha() and len(text) <= _LONGEST
