"""Redis as a doorbell: what wakes workers at once when ``QUEUE_URL`` is set. The outbox stays the queue."""
