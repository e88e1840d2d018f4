"""The users of a record: `onrecord user`, and `add`, `list`, `role`, `password`, `logout`, `remove`, `audit` and `token` below it."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onrecord.access.roles import Role, Visitor, on_this_machine, role_of
from onrecord.commanding import Database, Format, as_table, console, many, open_record, write_rows
from onrecord.errors import InputError, UsageError

if TYPE_CHECKING:
    from onrecord.access.accounts import Accounts
    from onrecord.access.factors import Factor

app = typer.Typer(name="user", help="Who may use the record over HTTP, and as what.", no_args_is_help=True)
token = typer.Typer(name="token", help="Tokens by which programs are known to the API.", no_args_is_help=True)
app.add_typer(token)
factor = typer.Typer(name="factor", help="Second factors: codes of an authenticator (TOTP), asked at login beside the password.", no_args_is_help=True)
app.add_typer(factor)
key = typer.Typer(name="key", help="The key outside the record by which the secrets of second factors are sealed in it.", no_args_is_help=True)
app.add_typer(key)
_ZONE = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\+00:00$")
NEEDED = ("argon2", "zxcvbn", "pyotp", "segno", "cryptography")
Name = Annotated[str, typer.Argument(metavar="NAME", help="A user's name.", show_default=False)]
As = Annotated[str, typer.Option("--role", metavar="|".join(role.name for role in Role), help="What the user may do; each may what those before it may.")]


@app.command("add")
def add(context: typer.Context, name: Name, role: As = Role.reader.name, db: Database = None) -> None:
    """Add a user; the password is asked for, or is the first line of standard input."""
    with _accounts(context, db) as (accounts, by):
        user = accounts.add(name, role_of(role), _new_password(), by)
    typer.echo(f"{user.name} is {user.role.told}")


@app.command("list")
def list_(context: typer.Context, db: Database = None, format: Format = None) -> None:
    """Who may use the record."""
    with _accounts(context, db) as (accounts, _):
        rows = [{"name": user.name, "role": user.role.name, "created": user.created, "password_changed": user.changed, "signs_in_at": accounts.provider_of(user.name), "second_factor": _factor(accounts.second.state(user.name)), "sessions": len(accounts.sessions(user.name)), "tokens": sum(each.revoked is None for each in accounts.tokens(user.name))} for user in accounts.everybody()]
    _show(rows, format, "no users")


@app.command("role")
def role_(context: typer.Context, name: Name, role: Annotated[str, typer.Argument(metavar="|".join(role.name for role in Role), help="What the user may do from now on.", show_default=False)], db: Database = None) -> None:
    """Change what a user may do; the user's sessions end, and tokens may do no more than the user."""
    with _accounts(context, db) as (accounts, by):
        accounts.set_role(name, role_of(role), by)
        user = accounts.user(name)
    typer.echo(f"{user.name} is {user.role.told} now")


@app.command("password")
def password(context: typer.Context, name: Name, db: Database = None) -> None:
    """Give a user another password, asked for, or the first line of standard input; the user's sessions end."""
    with _accounts(context, db) as (accounts, by):
        user = accounts.user(name)
        accounts.set_password(user.name, _new_password(), by)
        kept = sum(each.revoked is None for each in accounts.tokens(user.name))
    typer.echo(f"{user.name} has another password" + (f"; {kept} token{'s' * (kept != 1)} still hold{'s' * (kept == 1)}: `onrecord user token list {user.name}`" if kept else ""))


@app.command("logout")
def logout(context: typer.Context, name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A user's name; without any, all users.", show_default=False)] = None, db: Database = None) -> None:
    """End the sessions of a user, or of all."""
    with _accounts(context, db) as (accounts, by):
        ended = sum(accounts.end_sessions(each, by) for each in ([user.name for user in accounts.everybody()] if name is None else [name]))
    typer.echo(f"{ended} session{'' if ended == 1 else 's'} ended")


@app.command("remove")
def remove(context: typer.Context, name: Name, db: Database = None) -> None:
    """Remove a user, with sessions and tokens; what the user did stays in the log, under the name."""
    with _accounts(context, db) as (accounts, by):
        accounts.remove(name, by)
    typer.echo(f"{name} is no user any more")


@app.command("audit")
def audit_(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="How many are told, the last ones.")] = 100,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Of this user only.", show_default=False)] = None,
    action: Annotated[str | None, typer.Option(metavar="ACTION", help="Of this kind only, as 'login failed'.", show_default=False)] = None,
    db: Database = None,
    format: Format = None,
) -> None:
    """What users did: logins, failed and refused ones, changes of users and tokens, takedowns, corrections; the oldest first."""
    with _accounts(context, db) as (accounts, _):
        rows = [asdict(entry) for entry in accounts.log(limit, who, action)]
    _show(rows, format, "nothing yet")


@token.command("add")
def add_token(
    context: typer.Context, name: Name,
    label: Annotated[str, typer.Option("--for", metavar="TEXT", help="What it is for.", show_default=False)],
    role: As = Role.reader.name,
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="How long it holds; without, until it is revoked.", show_default=False)] = None,
    db: Database = None,
) -> None:  # fmt: skip
    """Make a token of a user, with a role not above the user's; it is told this once, on standard output."""
    with _accounts(context, db) as (accounts, by):
        made, secret = accounts.add_token(name, label, role_of(role), datetime.now(UTC) + timedelta(days=days) if days else None, by)
    print(f"onrecord: token {made.id} of {made.user} does what {made.role.told} may" + (f", until {made.expires[:10]}" if made.expires else ", until it is revoked") + "; keep it, since it is not told again", file=sys.stderr)
    typer.echo(secret)


@token.command("list")
def list_tokens(context: typer.Context, name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A user's name; without any, all users.", show_default=False)] = None, db: Database = None, format: Format = None) -> None:
    """The tokens of a user, or of all; those that were revoked too."""
    with _accounts(context, db) as (accounts, _):
        rows = [asdict(each) | {"role": each.role.name} for each in accounts.tokens(name)]
    _show(rows, format, "no tokens")


@token.command("revoke")
def revoke(context: typer.Context, number: Annotated[int, typer.Argument(metavar="NUMBER", help="The token's number.", show_default=False)], db: Database = None) -> None:
    """Have a token hold no longer."""
    with _accounts(context, db) as (accounts, by):
        done = accounts.revoke(number, by)
    typer.echo(f"token {done.id} of {done.user} is revoked")


@factor.command("add")
def add_factor(context: typer.Context, name: Name, db: Database = None) -> None:
    """Turn a user's second factor on: an address for the authenticator is told, and a code of it is asked for, or is the first line of standard input; then recovery codes are told this once."""
    with _accounts(context, db) as (accounts, by):
        from onrecord.access.factors import uri

        user = accounts.user(name)
        secret = accounts.second.begin(user.name, by)
        address = uri(secret, user.name, "onrecord")
        print(f"{address}\nonrecord: put this into an authenticator, as a QR code or by its secret {secret}", file=sys.stderr)
        if sys.stderr.isatty():
            import segno

            segno.make(address).terminal(out=sys.stderr, compact=True)
        codes = accounts.second.confirm(user.name, _line("Code: "), by)
    print(f"onrecord: the second factor of {user.name} is on; each of these recovery codes stands for a code once, and is not told again", file=sys.stderr)
    typer.echo("\n".join(codes))


@factor.command("codes")
def recovery_codes(context: typer.Context, name: Name, db: Database = None) -> None:
    """New recovery codes of a user; those that were before hold no more."""
    with _accounts(context, db) as (accounts, by):
        codes = accounts.second.new_codes(name, by)
    typer.echo("\n".join(codes))


@factor.command("remove")
def remove_factor(context: typer.Context, name: Name, db: Database = None) -> None:
    """Turn a user's second factor off, whose telephone was lost, say; the user's sessions end."""
    with _accounts(context, db) as (accounts, by):
        accounts.second.remove(name, by)
    typer.echo(f"{name} has no second factor any more")


@factor.command("want")
def want_factor(
    context: typer.Context,
    roles: Annotated[list[str] | None, typer.Argument(metavar="[ROLE]...", help="The roles that want one; without any, they are told.", show_default=False)] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="No role wants one any more.")] = False,
    db: Database = None,
) -> None:
    """Have roles want a second factor: who has such a role and none yet is led to turn it on, and nowhere else."""
    with _accounts(context, db) as (accounts, by):
        if roles and nobody:
            raise UsageError("--nobody goes with no role")
        if roles or nobody:
            accounts.second.want(frozenset(map(role_of, roles or ())), by)
        wanted = [role.name for role in sorted(accounts.second.wanted())]
    typer.echo(f"wanted of {', '.join(wanted)}" if wanted else "wanted of nobody")


@key.command("make")
def make_key() -> None:
    """A new key, on standard output, for $ONRECORD_KEY or the file that $ONRECORD_KEY_FILE names."""
    _want_installed()
    from onrecord.access.sealing import make_key

    typer.echo(make_key())


@key.command("show")
def show_key(context: typer.Context, db: Database = None) -> None:
    """Where the key is, and whether it opens all that is sealed; the key itself is not told."""
    with _accounts(context, db) as (accounts, _):
        where, number, closed = accounts.second.key()
    typer.echo(f"{many(number, 'key')} in {where}" if number else "no key yet: one is made when the first secret is kept" if where != "nowhere" else "no key")
    if closed:
        raise InputError(", ".join(closed), "cannot be opened, since the second factor was sealed by another key", "put that key behind the others, or turn the factor off with `onrecord user factor remove NAME`")


@key.command("renew")
def renew_key(context: typer.Context, db: Database = None) -> None:
    """Seal everything anew: by a new key in place of those in the file, or by the first of those in $ONRECORD_KEY, whose others are not needed any more then."""
    with _accounts(context, db) as (accounts, by):
        number, where = accounts.second.renew_key(by)
    typer.echo(f"{many(number, 'secret')} sealed anew by the {'first key' if where.startswith('$') else 'new key'} in {where}")


def _factor(state: "Factor") -> str | None:
    """In a word or two, for the table."""
    return "on" if state.since else "wanted" if state.wanted else None


def _line(prompt: str) -> str:
    """Typed, or the first line of standard input.  Raises UsageError where there is none."""
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.buffer.readline().decode("utf-8", "replace").strip()
    if not line:
        raise UsageError("no code was given: type it, or send it as the first line of standard input")
    return line


@contextmanager
def _accounts(context: typer.Context, db: str | None) -> "Iterator[tuple[Accounts, Visitor]]":
    """The users of the record, and who runs the command."""
    _want_installed()
    from onrecord.access.accounts import Accounts

    with open_record(context, db) as record:
        yield Accounts(record), replace(on_this_machine(), address="command line")


def _want_installed() -> None:
    if missing := [each for each in NEEDED if find_spec(each) is None]:
        raise UsageError(f"{', '.join(missing)} is not installed, which users need: pip install 'onrecord[serve]'")


def _new_password() -> str:
    """Asked for twice on a terminal, else the first line of standard input.  Raises UsageError where there is none, or the two differ."""
    if isinstance(sys.stdin, TextIOWrapper) and sys.stdin.isatty():
        from getpass import getpass

        given = getpass("Password: ")
        if getpass("Again: ") != given:
            raise UsageError("the two passwords differ: try again")
        return given
    line = sys.stdin.buffer.readline().decode("utf-8", "surrogateescape").rstrip("\r\n")
    if not line:
        raise UsageError("no password was given: type it, or send it as the first line of standard input")
    return line


def _show(rows: list[dict[str, Any]], format: Any, none: str) -> None:
    if not as_table(format):
        write_rows(rows)
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in rows[0] if rows else ():
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text("–" if value is None or value == "" else _ZONE.sub(r"\1 \2", str(value))) for value in row.values()))
    if rows and any("at" in name or "created" in name for name in rows[0]):
        table.caption, table.caption_justify = "times are in UTC", "left"
    console().print(table if rows else Text(none, style="dim"))

