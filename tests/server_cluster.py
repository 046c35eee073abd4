"""A private PostgreSQL cluster for the tests: its own folder, its own socket, nobody else's account."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PASSWORD = "only-for-tests"
_COUNT = itertools.count(1)


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl of PostgreSQL 15 or newer; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found and int(found[-1].parts[-3]) >= 15:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """initdb with checksums and scram, a socket in its own folder, no network."""

    def __init__(self, *, hasty: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="qms-pg-"))
        self.bin = binaries()
        if self.bin is None:
            raise RuntimeError("no PostgreSQL")
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.folder.chmod(0o711)
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run(
            "initdb", "-D", str(self.data), "-U", "super", "-k", "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", f"--pwfile={secret}", "--no-sync",
        )  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(
                f"\nlisten_addresses = ''\nunix_socket_directories = '{self.folder}'\nmax_connections = 60\n"
                "shared_buffers = 64MB\nlogging_collector = off\nautovacuum_naptime = 10s\n"
                f"fsync = {'off' if hasty else 'on'}\n"
            )
        self.start()
        self.sql("CREATE ROLE qms_owner LOGIN CREATEROLE PASSWORD 'owner'", database="postgres")
        self.sql(
            "CREATE DATABASE qms OWNER qms_owner ENCODING 'UTF8' TEMPLATE template0", database="postgres"
        )

    @property
    def data(self) -> Path:
        """Where the cluster lies."""
        return self.folder / "data"

    def start(self, *, options: str = "") -> None:
        """Start and wait."""
        self._run(
            "pg_ctl",
            "-D",
            str(self.data),
            "-w",
            "-t",
            "60",
            "-o",
            options,
            "-l",
            str(self.folder / "log"),
            "start",
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop; `immediate` is what a power cut looks like to the server."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop")

    def remove(self) -> None:
        """Stop and forget everything."""
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def address(self, schema: str | None = None, *, user: str = "qms_owner", password: str = "owner") -> str:
        """The address of a fresh (or the named) schema as the owner enters it."""
        name = schema or f"dept_{os.getpid()}_{next(_COUNT)}"
        return f"postgresql://{user}:{password}@/qms?host={self.folder}&schema={name}"

    def connect(self, database: str = "qms") -> object:
        """A superuser's connection in autocommit."""
        import psycopg

        return psycopg.connect(
            host=str(self.folder), user="super", password=PASSWORD, dbname=database, autocommit=True
        )

    def sql(self, statement: str, database: str = "qms") -> list[tuple[object, ...]]:
        """Run one statement as superuser."""
        with self.connect(database) as connection:  # type: ignore[attr-defined]
            cursor = connection.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def _run(self, program: str, *words: str) -> None:
        assert self.bin is not None
        command = [str(self.bin / program), *words]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/",
            env=environment, timeout=120, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.stderr.write(done.stderr.decode(errors="replace"))
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')[-500:]}")
