"""Names and passwords for pages that want them: in ~/.netrc, or the file that $NETRC names, as curl and others have them; never in an address, since addresses are kept beside the reports."""

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.errors import InputError, UsageError

if TYPE_CHECKING:
    import httpx


def check_bare(url: str) -> None:
    """Raises UsageError for an address with a name or a password in it, without telling them."""
    if bare(url) != url:
        raise UsageError(f"{bare(url)} was given with a name or a password in it, which everybody would read who reads the record: put them into ~/.netrc (machine, login, password), and give the address without")


def bare(url: str) -> str:
    """A web address without name and password."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts.scheme.lower() in ("http", "https") and "@" in parts.netloc else url


def login_for(url: str) -> "httpx.NetRCAuth | None":
    """Of the host that is asked, and no other one that it leads to; None where there is no such file.  Raises InputError where it cannot be read."""
    from netrc import NetrcParseError

    import httpx

    file = Path(os.environ.get("NETRC") or "~/.netrc").expanduser()
    try:
        return httpx.NetRCAuth(str(file)) if file.is_file() else None
    except (NetrcParseError, OSError, UnicodeDecodeError) as error:
        raise InputError(url, f"was not asked for, since {file} cannot be read ({getattr(error, 'msg', None) or getattr(error, 'strerror', None) or 'it is no text'})", "mend the file") from None
