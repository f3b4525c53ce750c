"""The private servers of the tests start, answer and leave nothing behind."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from redis import Redis
from sqlalchemy import create_engine, text

from tests import servers


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_postgresql_answers_and_is_gone_afterwards() -> None:
    with servers.postgresql() as address:
        port = urlsplit(address).port
        assert port
        engine = create_engine(address)
        with engine.connect() as connection:
            assert connection.scalar(text("select 6 * 7")) == 42
            folder = Path(connection.scalar(text("show data_directory")))
        engine.dispose()
    assert not listens(port)
    assert not folder.exists()


def test_redis_answers_and_is_gone_afterwards() -> None:
    with servers.redis() as address:
        port = urlsplit(address).port
        assert port
        with Redis.from_url(address) as client:
            assert client.ping()
            assert client.dbsize() == 0
    assert not listens(port)
