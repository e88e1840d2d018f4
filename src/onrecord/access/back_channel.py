"""What a provider says when somebody has logged out there: its logout token, checked as OpenID Connect Back-Channel Logout 1.0, 2.6, asks for it once the signature is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LEEWAY, LASTS = 60, 600  # seconds by which clocks may differ; for which a token is taken after it was made, whatever it says itself
LONGEST = 255  # characters of a subject, a session's id and a token's
KINDS = ("jwt", "logout+jwt")  # of the header's `typ`, where there is one


class NoLogout(ValueError):
    """This is no logout token, or none for us, or none any more; the message says why in a word or two, for the provider and the log."""


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """Who has logged out at the provider: all sessions of a `subject`, or with `sid` that one session of the provider's.  `token`: its id; `ends`: in seconds since 1970, when the token is taken no more in any case."""

    subject: str | None
    sid: str | None
    token: str
    ends: int


def check(header: Mapping[str, Any], claims: Mapping[str, Any], issuer: str, client: str, now: float) -> LoggedOut:
    """Raises NoLogout for what the specification does not allow."""
    kind = header.get("typ", KINDS[0])
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in KINDS:
        raise NoLogout("another kind of token")
    if claims.get("iss") != issuer:
        raise NoLogout("another issuer")
    if claims.get("aud") not in (client, [client]):
        raise NoLogout("for somebody else")
    made, over = _seconds(claims, "iat"), _seconds(claims, "exp")
    if made > now + LEEWAY:
        raise NoLogout("made later than now")
    if over <= now - LEEWAY or made <= now - LASTS:
        raise NoLogout("over")
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise NoLogout("no logout")
    if "nonce" in claims:  # so that no ID token passes for one
        raise NoLogout("with a nonce")
    subject, sid, token = (_name(claims, each) for each in ("sub", "sid", "jti"))
    if subject is None and sid is None:
        raise NoLogout("neither subject nor session")
    if token is None:
        raise NoLogout("without an id")
    return LoggedOut(subject, sid, token, int(made) + LASTS + LEEWAY)


def sid_of(claims: Mapping[str, Any]) -> str | None:
    """The provider's session, as an ID token names it, None where it names none."""
    try:
        return _name(claims, "sid")
    except NoLogout:
        return None


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value < 2**40:
        raise NoLogout(f"no {name}")
    return value


def _name(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is not None and not (isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable()):
        raise NoLogout(f"{name} is none")
    return value
