"""From where a server can be reached, and what follows: under which names it answers, which proxies it believes, and whether visitors log in."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from onrecord.errors import UsageError

RATE = 600  # requests of a visitor to the API in a minute


@dataclass(frozen=True, slots=True)
class Reach:
    """`login`: visitors log in.  `hosts`: names in the Host header, beside those of this machine, without port.  `proxies`: addresses and networks whose X-Forwarded-Proto and X-Forwarded-For are believed.
    `rate`: requests of a visitor to the API in a minute, 0 for any number."""

    login: bool = False
    hosts: frozenset[str] = frozenset()
    proxies: tuple[str, ...] = ()
    rate: int = RATE


def place_of(host: str) -> str:
    """The address to listen at.  Raises UsageError for what is none."""
    try:
        return str(ip_address("127.0.0.1" if host.lower() == "localhost" else host.removeprefix("[").removesuffix("]")))
    except ValueError:
        raise UsageError(f"--host {host} is no address of this machine: give 127.0.0.1, ::1 or localhost for this machine alone, 0.0.0.0 for all its addresses, :: for all of IPv6, or one of them") from None


def reach_of(place: str, allowed: Sequence[str], proxies: Sequence[str], login: bool, rate: int) -> Reach:
    """Raises UsageError where others can reach the server and its name is not told, and for names and addresses that are none.  A proxy, and any name but this machine's, lets others reach it too."""
    address = ip_address(place)
    hosts = {_name(each) for each in allowed}
    for each in proxies:
        try:
            ip_network(each, strict=True)
        except ValueError:
            raise UsageError(f"--proxy {each} is no address, and no network as 10.0.0.0/8: name the address from which the proxy asks") from None
    if address.is_unspecified and not hosts:
        raise UsageError(f"--host {place} is reached by names that only you know: give each with --allowed-host, as --allowed-host onrecord.example.org")
    if proxies and not hosts:
        raise UsageError("behind a proxy the server is asked by the proxy's name: give it with --allowed-host")
    if not address.is_loopback and not address.is_unspecified:
        hosts.add(_name(place))
    return Reach(login or bool(proxies) or bool(hosts), frozenset(hosts), tuple(proxies), rate)


def _name(given: str) -> str:
    """As it stands in Host, without the port; IPv6 in brackets."""
    name = given.strip().lower().rstrip(".")
    try:
        address = ip_address(name.removeprefix("[").removesuffix("]"))
        return f"[{address}]" if address.version == 6 else str(address)
    except ValueError:
        pass
    try:
        plain = name.encode("idna").decode()
    except UnicodeError:
        plain = ""
    if not plain or not all(part and all(sign.isalnum() or sign in "-_" for sign in part) for part in plain.split(".")):
        raise UsageError(f"--allowed-host {given} is no name of a machine: give it as it stands in the address, without https:// and without a port")
    return plain
