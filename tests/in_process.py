"""The command line, in this process, since a new one takes most of a second."""

import os
import sys
from contextlib import chdir
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from onrecord.cli import main


def run(*arguments, stdin: str | None = None, cwd: Path | None = None, **env: str) -> SimpleNamespace:
    """What it came to, as of `subprocess.run`."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    settings = {key: value for key, value in os.environ.items() if key != "ONRECORD_DB"} | {"COLUMNS": "160"} | env
    status = 0
    with patch.dict(os.environ, settings, clear=True), patch.multiple(sys, argv=["onrecord", *map(str, arguments)], stdin=SimpleNamespace(buffer=BytesIO((stdin or "").encode())), stdout=out, stderr=err), chdir(cwd or "."):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    for stream in (out, err):
        stream.flush()
    return SimpleNamespace(returncode=status, stdout=out.buffer.getvalue().decode(), stderr=err.buffer.getvalue().decode())
