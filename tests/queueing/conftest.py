"""A Redis of each test's own, and an application that rings it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from meetups.queueing import publishing
from meetups.queueing.publishing import Bell
from tests.queueing.redis_server import RedisServer, running_redis


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with running_redis() as server:
        yield server


@pytest.fixture
def bell(app: Flask, redis: RedisServer) -> Iterator[Bell]:
    """The application is one that was started with QUEUE_URL."""
    publishing.register(app, redis.url)
    made: Bell = app.extensions["mail_bell"]
    yield made
    del app.extensions["mail_bell"]
