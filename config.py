"""Every setting of a deployment, named once, read from the environment."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def _secret(folder: Path) -> str:
    """Return the key kept in `folder`, made at the first start so that sessions outlive a restart."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text().strip()


def _database(url: str) -> str:
    """Let SQLAlchemy use psycopg 3 for the short PostgreSQL addresses that hosts hand out."""
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def settings() -> dict[str, object]:
    """Read the environment anew; tests call it after changing a variable."""
    env = os.environ.get
    public = env("PUBLIC_URL", f"http://127.0.0.1:{env('PORT', '8000')}").rstrip("/")
    # Database file of the embedded mode, uploaded files, demo keys and the secret key live here.
    data = Path(env("DATA_DIR") or ROOT / "instance").resolve()
    return {
        "DATA_DIR": data,
        # sqlite:///… for one ward, postgresql://user:password@host/name for a city.
        "SQLALCHEMY_DATABASE_URI": _database(env("DATABASE_URL", f"sqlite:///{data}/motcua.sqlite")),
        # A connection that died (the database was restarted) is noticed and replaced before a request uses it.
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        # Unset: an embedded worker thread. redis://… : RQ workers started by `flask worker`.
        "REDIS_URL": env("REDIS_URL", ""),
        "HOST": env("HOST", "127.0.0.1"),
        "PORT": int(env("PORT", "8000")),
        # Signs sessions and tokens. Set one shared value when several processes serve the same site.
        "SECRET_KEY": env("SECRET_KEY") or _secret(data),
        # Behind https 1, which an https address in PUBLIC_URL already means, so that cookies never travel in the clear.
        "SESSION_COOKIE_SECURE": env("SECURE_COOKIES", "1" if public.startswith("https:") else "0") == "1",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        # Minutes: a session ends after so long without use, and in any case overnight.
        "SESSION_IDLE": int(env("SESSION_IDLE_MINUTES", "240")),
        "SESSION_LONGEST": int(env("SESSION_LONGEST_MINUTES", "840")),
        # How many proxies of one's own stand in front. 0 believes nobody's X-Forwarded-For; behind nginx it is 1,
        # or else all people seem to come from one address and wait for each other's wrong passwords.
        "PROXIES": int(env("PROXIES", "0")),
        # Largest request body, bytes. One scan is at most 10 MB in the city's practice; a dossier has several.
        "MAX_CONTENT_LENGTH": int(env("MAX_UPLOAD_MB", "64")) * 1024 * 1024,
        # WTForms keeps memory for ordinary fields; a pasted table of 2,000 lines fits in 4 MB.
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 20_000,
        # Shows the banner "Dữ liệu minh họa" and lets `flask demo` load fictional rows.
        "DEMO": env("DEMO", "1") == "1",
        # How much of them: "city" has rows of all 168 units where a module brings such, "ward" of a few units only.
        "DEMO_SIZE": env("DEMO_SIZE", "city"),
        # Roles that ask for a second factor get it from the first sign-in on; the demo accounts stay easy to open.
        "REQUIRE_SECOND_FACTOR": env("REQUIRE_SECOND_FACTOR", "0" if env("DEMO", "1") == "1" else "1") == "1",
        # Public address printed into QR codes.
        "PUBLIC_URL": public,
        # smtp://relay:25, smtp+tls://user:password@host or smtps://…; empty: this site sends no mail.
        "MAIL_URL": env("MAIL_URL", ""),
        "MAIL_FROM": env("MAIL_FROM", "Một Cửa <khong-tra-loi@localhost>"),
        # How often one token may call the API, per process.
        "API_CALLS_PER_MINUTE": int(env("API_CALLS_PER_MINUTE", "600")),
        # How often strangers may look something up, per process: from one address, and all together.
        "LOOKUPS_PER_MINUTE": int(env("LOOKUPS_PER_MINUTE", "60")),
        "LOOKUPS_IN_ALL_PER_MINUTE": int(env("LOOKUPS_IN_ALL_PER_MINUTE", "6000")),
        # Comma-separated names of the modules to load; empty loads all that are found.
        "MODULES": [name for name in env("MODULES", "").split(",") if name],
    }
