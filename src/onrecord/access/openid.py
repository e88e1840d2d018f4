"""Signing in by OpenID Connect Core 1.0: the authorization code flow with PKCE (RFC 7636), what the provider says of itself by OpenID Connect Discovery 1.0, and who has signed in by the ID token, whose every claim is checked.

authlib gives the protocol's parts and joserfc the signatures; asked is over httpx, without redirects, and with limits.
"""

import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from onrecord.access import back_channel
from onrecord.access.provider import Provider, check_address, is_here
from onrecord.errors import OnrecordError, UsageError

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Of signatures that only the provider can make; none is not among them, nor any whose key we would share."""
PATIENCE, LARGEST = 5.0, 1_000_000  # seconds for an answer; bytes of one
KEPT, AGAIN = 3600.0, 30.0  # seconds for which metadata and keys are kept; before keys that are missing are looked for anew
LONGEST = 20_000  # characters of a logout token
LEEWAY, LASTS = back_channel.LEEWAY, 600  # seconds by which clocks may differ; for which a sign-in may take


class SignInFailed(OnrecordError):
    """Somebody could not be signed in; the message is for them, and `reason`, in a word or two, for the log."""

    def __init__(self, message: str, reason: str):
        self.reason = reason
        super().__init__(message)


class ProviderDown(SignInFailed):
    """The provider does not answer, or not as one."""


@dataclass(frozen=True, slots=True)
class Way:
    """What a browser keeps while its user is at the provider; `again`: asked to prove anew who that is, `begun` is in seconds since 1970."""

    state: str
    nonce: str
    verifier: str
    next: str
    again: bool
    begun: int

    @classmethod
    def begin(cls, next: str, again: bool, at: float) -> "Way":
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), next, again, int(at))

    def kept(self) -> str:
        """As a cookie has it."""
        return base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode().rstrip("=")

    @classmethod
    def back(cls, kept: str | None) -> "Way | None":
        """None where a cookie has none."""
        try:
            told = json.loads(base64.urlsafe_b64decode((kept or "") + "=" * (-len(kept or "") % 4)))
            way = cls(**told)
        except (ValueError, TypeError):
            return None
        return way if all(isinstance(each, str) and each for each in (way.state, way.nonce, way.verifier, way.next)) and type(way.again) is bool and type(way.begun) is int else None


class OpenId:
    """A provider, asked.  `clock` gives the seconds since 1970."""

    def __init__(self, provider: Provider, clock: Callable[[], float] = time.time):
        self.provider, self._clock, self._lock = provider, clock, Lock()
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def begin(self, next: str, again: bool = False) -> Way:
        return Way.begin(next, again, self._clock())

    def address(self, way: Way, back: str) -> str:
        """Where the browser goes to sign in; from there it comes to `back`.  Raises ProviderDown."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        more = {"prompt": "login", "max_age": "0"} if way.again else {}
        if self.provider.acr:
            more["acr_values"] = " ".join(self.provider.acr)
        return str(prepare_grant_uri(self.metadata()["authorization_endpoint"], self.provider.client_id, "code", redirect_uri=back, scope=self.provider.scope, state=way.state, nonce=way.nonce,
                                     code_challenge=create_s256_code_challenge(way.verifier), code_challenge_method="S256", **more))  # fmt: skip

    def leaving(self, back: str) -> str | None:
        """Where one leaves the provider too (RP-Initiated Logout 1.0), None where it says of no such address or does not answer."""
        try:
            end = self.metadata().get("end_session_endpoint")
        except ProviderDown:
            return None
        if not isinstance(end, str) or not _is_fit(end):
            return None
        return end + ("&" if "?" in end else "?") + urlencode({"client_id": self.provider.client_id, "post_logout_redirect_uri": back})

    def logged_out(self, token: str) -> back_channel.LoggedOut:
        """Who has logged out at the provider, by the token that it sent.  Raises NoLogout for what is none, and ProviderDown where its keys cannot be asked for."""
        from joserfc.errors import JoseError

        if len(token) > LONGEST:
            raise back_channel.NoLogout("too long")
        try:
            found = self._decoded(token)
        except (JoseError, ValueError, RecursionError):
            raise back_channel.NoLogout("not signed by the provider") from None
        return back_channel.check(found.header, found.claims, self.provider.issuer, self.provider.client_id, self._clock())

    def claims(self, way: Way, code: str, back: str, iss: str | None = None) -> dict[str, Any]:
        """Who has signed in, by the code that the browser came back with.  Raises SignInFailed, and ProviderDown."""
        metadata = self.metadata()
        if iss != self.provider.issuer and (iss is not None or metadata.get("authorization_response_iss_parameter_supported") is True):  # RFC 9207
            raise came_back_wrong("another issuer")
        given = self._token(metadata, way, code, back)
        access, token = given.get("access_token"), given.get("id_token")
        if not isinstance(token, str) or not (access is None or isinstance(access, str)):
            raise came_back_wrong("no ID token")
        claims = self._checked(token, access, way)
        if self.provider.claim and self.provider.claim.split(".")[0] not in claims and access and isinstance(metadata.get("userinfo_endpoint"), str) and _is_fit(metadata["userinfo_endpoint"]):
            more = self._ask("GET", metadata["userinfo_endpoint"], headers={"Authorization": f"Bearer {access}"})
            if more.get("sub") != claims["sub"]:
                raise came_back_wrong("another user's claims")
            claims = {**more, **claims}
        return claims

    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself.  Raises ProviderDown."""
        with self._lock:
            if self._metadata is None or self._clock() - self._metadata[0] > KEPT:
                found = self._ask("GET", self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
                if found.get("issuer") != self.provider.issuer:
                    raise self._down("says that it is another one")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not isinstance(found.get(name), str) or not _is_fit(found[name]):
                        raise self._down(f"has no fit {name}")
                self._metadata = self._clock(), found
            return self._metadata[1]

    def _token(self, metadata: Mapping[str, Any], way: Way, code: str, back: str) -> dict[str, Any]:
        from authlib.oauth2.auth import encode_client_secret_basic, encode_client_secret_post, encode_none

        ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        encode = encode_none if not self.provider.secret else encode_client_secret_post if "client_secret_basic" not in ways and "client_secret_post" in ways else encode_client_secret_basic
        client = _Client(self.provider.client_id, self.provider.secret or "")
        body = urlencode({"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": way.verifier})
        url, headers, body = encode(client, "POST", metadata["token_endpoint"], {"Content-Type": "application/x-www-form-urlencoded"}, body)
        return self._ask("POST", url, headers=headers, content=body)

    def _checked(self, token: str, access: str | None, way: Way) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        try:
            found = self._decoded(token)
            options: Any = {"iss": {"essential": True, "value": self.provider.issuer}, "aud": {"essential": True, "value": self.provider.client_id}}
            claims = CodeIDToken(found.claims, found.header, options, {"nonce": way.nonce, "client_id": self.provider.client_id, "access_token": access})
            claims.validate(int(self._clock()), LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise came_back_wrong(getattr(error, "error", None) or type(error).__name__) from None
        subject, at = claims["sub"], claims.get("auth_time")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255 or not subject.isprintable():
            raise came_back_wrong("no subject")
        if way.again and not (isinstance(at, (int, float)) and at >= way.begun - LEEWAY):
            raise came_back_wrong("did not sign in anew")
        if self.provider.acr and claims.get("acr") not in self.provider.acr:
            raise SignInFailed(f"{self.provider.name} did not ask for all that is wanted here, as a second factor: turn it on there, and sign in again.", "too weak")
        return dict(claims)

    def _decoded(self, token: str) -> Any:
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            return jwt.decode(token, self._keyset(KEPT), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # by keys that are new, perhaps
            return jwt.decode(token, self._keyset(AGAIN), algorithms=ALGORITHMS)

    def _keyset(self, oldest: float) -> "KeySet":
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        address = self.metadata()["jwks_uri"]
        with self._lock:
            if self._keys is None or self._clock() - self._keys[0] > oldest:
                told: Any = self._ask("GET", address)
                try:
                    self._keys = self._clock(), KeySet.import_key_set(told)
                except (JoseError, ValueError, KeyError, TypeError, AttributeError):
                    raise self._down("has no keys that can be read") from None
            return self._keys[1]

    def _ask(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        """The JSON object that is answered.  Raises ProviderDown, and SignInFailed where it is refused."""
        import httpx

        ends, body = time.monotonic() + 2 * PATIENCE, b""
        try:
            with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=not is_here(url)) as client, client.stream(method, url, **more) as answer:
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > LARGEST or time.monotonic() > ends:
                        raise self._down("answers with too much, or too slowly")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise self._down("does not answer") from None
        if 400 <= answer.status_code < 500 and method == "POST":
            raise came_back_wrong("code refused")
        try:
            told = json.loads(body) if answer.status_code == 200 else None
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise self._down(f"answers with {answer.status_code}" if answer.status_code != 200 else "answers with what is no JSON object")
        return told

    def _down(self, what: str) -> ProviderDown:
        return ProviderDown(f"{self.provider.name}, where one signs in, {what}. Try again in a moment; who has a password here can log in with it meanwhile.", f"provider {what}"[:60])


@dataclass(frozen=True, slots=True)
class _Client:
    """As authlib wants it."""

    client_id: str
    client_secret: str


def came_back_wrong(reason: str) -> SignInFailed:
    return SignInFailed("The sign-in did not come back as it was begun, so nobody was let in: sign in again.", reason)


def _is_fit(url: str) -> bool:
    try:
        check_address(url)
    except UsageError:
        return False
    return True
