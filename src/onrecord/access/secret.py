"""Secrets that programs and browsers show: random, and kept only by their hashes, which is enough for 256 random bits."""

import hashlib
import secrets

TOKEN = "onr_"  # tokens begin so, that one which was published is found
RANDOM = 32  # bytes


def make_secret(beginning: str = "") -> str:
    return beginning + secrets.token_urlsafe(RANDOM)


def hash_of(secret: str) -> bytes:
    """SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
