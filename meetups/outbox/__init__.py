"""Mail on its way: how a message is written, the table that queues it, its delivery."""
