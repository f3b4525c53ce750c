"""Secrets in addresses and cookies: too long to be guessed, and kept only as their hash, so that nobody reads them."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """Return 192 random bits as letters that an address may carry."""
    return secrets.token_urlsafe(24)


def hash_of_secret(secret: str) -> str:
    """Return what the database keeps of a secret. So many random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
