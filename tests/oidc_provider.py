"""An OpenID provider for tests, over a local socket: it signs everybody in at once as `user`, gives what the flow wants and checks what it is given, and can be made to do each thing wrong."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

EVENT = "http://schemas.openid.net/event/backchannel-logout"
CLIENT, SECRET = "onrecord", "a secret of two"
KEYS = [RSAKey.generate_key(2048, {"kid": name, "use": "sig"}, private=True) for name in ("one", "two")]


class Provider:
    def __init__(self):
        self.user = {"sub": "u-1", "preferred_username": "Irena Novak", "email": "irena@example.org"}
        self.claims: dict = {}  # of the ID token, in place of the right ones
        self.about: dict = {}  # of the discovery document, likewise
        self.info: dict = {}  # of userinfo
        self.key, self.published = KEYS[0], KEYS[:1]
        self.sign = lambda header, claims: jwt.encode(header, claims, self.key)
        self.back: dict = {}  # of the parameters with which the browser is sent back, likewise
        self.broken: set[str] = set()  # paths that fail
        self.codes: dict[str, dict] = {}
        self.asked: list[tuple[str, dict]] = []
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def logout_token(self, header: dict | None = None, **claims) -> str:
        """What it sends where somebody has logged out: of the session "s-1" of its user, with other claims where they are given, and without those that are None."""
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 120, "jti": secrets.token_urlsafe(8), "sub": self.user["sub"], "sid": "s-1", "events": {EVENT: {}}} | claims
        return self.sign({"alg": "RS256", "kid": self.key.kid, "typ": "logout+jwt"} | (header or {}), {key: value for key, value in told.items() if value is not None})

    def answer(self, path: str, given: dict, headers) -> tuple[int, dict | str]:
        self.asked.append((path, given))
        if path in self.broken:
            return 500, {"error": "server_error"}
        if path == "/.well-known/openid-configuration":
            told = {"issuer": self.issuer, "end_session_endpoint": self.issuer + "/leave", "token_endpoint_auth_methods_supported": ["client_secret_basic"], "authorization_response_iss_parameter_supported": True}
            return 200, told | {f"{name}": self.issuer + "/" + place for name, place in (("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "keys"), ("userinfo_endpoint", "userinfo"))} | self.about
        if path == "/keys":
            return 200, KeySet(self.published).as_dict(private=False)
        if path == "/authorize":
            assert given["response_type"] == "code" and given["code_challenge_method"] == "S256" and given["client_id"] == CLIENT and "openid" in given["scope"].split() and len(given["state"]) >= 32
            code = secrets.token_urlsafe(16)
            self.codes[code] = given
            return 302, given["redirect_uri"] + "?" + urlencode({key: value for key, value in ({"code": code, "state": given["state"], "iss": self.issuer} | self.back).items() if value is not None})
        if path == "/token":
            begun = self.codes.pop(given.get("code", ""), None)
            client = base64.b64decode(headers.get("Authorization", "").removeprefix("Basic ")).decode().partition(":")
            challenge = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
            if begun is None or challenge != begun["code_challenge"] or given["redirect_uri"] != begun["redirect_uri"] or given["grant_type"] != "authorization_code" or (client[0], unquote(client[2])) != (CLIENT, SECRET):
                return 400, {"error": "invalid_grant"}
            now = int(time.time())
            claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": begun["nonce"], **({"auth_time": now} if "max_age" in begun else {}), **self.user} | self.claims
            token = self.sign({"alg": "RS256", "kid": self.key.kid}, {key: value for key, value in claims.items() if value is not None})
            return 200, {"access_token": "an access token", "token_type": "Bearer", "id_token": token}
        if path == "/userinfo":
            return (200, {"sub": self.user["sub"]} | self.info) if headers.get("Authorization") == "Bearer an access token" else (401, {})
        return 404, {}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):
        parts = urlsplit(self.path)
        self._send(*self.provider.answer(parts.path, dict(parse_qsl(parts.query)), self.headers))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._send(*self.provider.answer(self.path, dict(parse_qsl(body)), self.headers))

    def _send(self, status, told):
        self.send_response(status)
        if isinstance(told, str):
            self.send_header("Location", told)
        body = b"" if isinstance(told, str) else json.dumps(told).encode()
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass
