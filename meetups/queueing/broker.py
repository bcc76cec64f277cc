"""Celery, set so that a broker which is away costs a second at most, and nothing else."""

import logging
from datetime import timedelta

from celery import Celery

DELIVER, SWEEP = "outbox.deliver", "outbox.sweep"
SWEEP_EVERY = timedelta(minutes=1)
PATIENCE = 1.0
"""Seconds that a request waits for the broker, to connect and again to be heard."""


def make_broker(url: str, *, patience: float | None = None) -> Celery:
    """The way to the broker: for whoever rings, with ``patience`` in seconds; for workers, who wait for ever."""
    logging.getLogger("celery").setLevel(logging.WARNING)
    broker = Celery("parenthese", broker=url, set_as_current=False, fixups=[])
    broker.conf.update(
        task_default_queue="parenthese",
        task_ignore_result=True,
        task_publish_retry=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        worker_prefetch_multiplier=1,
        worker_cancel_long_running_tasks_on_connection_loss=False,
    )
    if patience is not None:
        limits = {"socket_connect_timeout": patience, "socket_timeout": patience, "max_retries": 0}
        broker.conf.update(broker_transport_options=limits, broker_connection_timeout=patience)
    return broker
