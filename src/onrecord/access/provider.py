"""An OpenID provider by which users sign in, as a small file in TOML tells it: who it is, how it knows this program, and which roles its users have here."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onrecord.access.roles import Role, role_of
from onrecord.errors import UsageError

SECRET = "ONRECORD_OIDC_SECRET"
"""Of the environment: the client's secret, where the file has none."""
NOBODY = "none"
_WORDS = ("issuer", "client_id", "client_secret", "name", "scope", "claim", "default")
_KEYS = {*_WORDS, "roles", "acr"}


@dataclass(frozen=True, slots=True)
class Provider:
    """`name`: as it is called on the button.  `claim`: what of a user's claims tells the role, by its name, or names with dots between them; `roles`: the roles of its values; `default`: the role of who has none of these values, None
    where those are not let in.  Without a claim `default` is what a user begins with, and an admin changes it here.  `acr`: how users must have signed in there, by any of these values."""

    issuer: str
    client_id: str
    secret: str | None
    name: str
    scope: str
    claim: str | None
    roles: Mapping[str, Role]
    default: Role | None
    acr: tuple[str, ...]

    def role_of(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest of the roles that somebody's claims give, None where they give none and such are not let in."""
        value: Any = claims
        for part in self.claim.split(".") if self.claim else ():
            value = value.get(part) if isinstance(value, Mapping) else None
        told = [value] if isinstance(value, str) else [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
        return max((self.roles[each] for each in told if each in self.roles), default=self.default)


def read_provider(path: Path, environ: Mapping[str, str] = os.environ) -> Provider:
    """Raises UsageError, which says what of the file cannot be used; also where everybody may read a secret in it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        if "client_secret" in told and os.name == "posix" and path.stat().st_mode & 0o007:
            raise UsageError(f"{path} holds the client_secret, and everybody on this machine may read it: `chmod 640 {path}`, or give the secret in ${SECRET}")
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}): name the file of the OpenID provider") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} is no TOML ({error}): write it as docs/access.md shows") from None
    try:
        return _provider(told, environ)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _provider(told: Mapping[str, Any], environ: Mapping[str, str]) -> Provider:
    if unknown := sorted(set(told) - _KEYS):
        raise UsageError(f"{', '.join(unknown)} is no setting: there are {', '.join(sorted(_KEYS))}")
    for name in _WORDS:
        if name in told and not (isinstance(told[name], str) and told[name].strip() and told[name].isprintable()):
            raise UsageError(f"{name} is a line of text in quotation marks")
    for name in ("issuer", "client_id"):
        if name not in told:
            raise UsageError(f"{name} is missing")
    roles, acr = told.get("roles", {}), told.get("acr", [])
    if not isinstance(roles, dict) or not all(isinstance(each, str) for each in roles.values()):
        raise UsageError('roles is a table, as [roles], with lines as "desk" = "editor"')
    if not isinstance(acr, list) or not all(isinstance(each, str) for each in acr):
        raise UsageError("acr is a list of texts")
    if roles and "claim" not in told:
        raise UsageError("roles are those of the values of a claim: name it, as claim = \"groups\"")
    default = told.get("default", NOBODY if roles else Role.reader.name)
    if default == NOBODY and not roles:
        raise UsageError(f'with default = "{NOBODY}" and no roles nobody could sign in')
    issuer = told["issuer"]
    check_address(issuer)
    scope = told.get("scope", "openid profile")
    if "openid" not in scope.split():
        raise UsageError("scope has openid in it, among others")
    return Provider(issuer, told["client_id"], told.get("client_secret") or environ.get(SECRET) or None, told.get("name") or urlsplit(issuer).hostname or issuer, scope, told.get("claim"),
                    {value: role_of(name) for value, name in roles.items()}, None if default == NOBODY else role_of(default), tuple(acr))  # fmt: skip


def check_address(url: str) -> None:
    """Raises UsageError for an address that is not asked by HTTPS, or by HTTP on this machine."""
    try:
        parts = urlsplit(url)
        fit = bool(parts.hostname) and parts.username is None and not parts.fragment and (parts.scheme == "https" or (parts.scheme == "http" and is_here(url)))
    except ValueError:
        fit = False
    if not fit:
        raise UsageError(f"{url} is no address that begins with https://, as an OpenID provider has")


def is_here(url: str) -> bool:
    """Whether an address leads to this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
