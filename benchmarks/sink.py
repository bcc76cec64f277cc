"""A mail server that takes everything and keeps nothing, as fast as Python allows: no library, no regular expression.

``python -m benchmarks.sink CORE`` prints its port, then serves until killed. It offers PIPELINING (RFC 2920), as
Postfix, Exim and the large providers do.
"""

import asyncio
import os
import sys

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 SIZE 35882577\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self.rest = b""
        self.in_mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer each whole command or mail that has come, all in one write."""
        rest, answers = self.rest + data, []
        while True:
            line, end, after = rest.partition(END if self.in_mail else b"\r\n")
            if not end:
                break
            rest = after
            command = line[:4].upper()
            answers.append(b"250 taken\r\n" if self.in_mail else ANSWERS.get(command, b"250 ok\r\n"))
            self.in_mail = not self.in_mail and command == b"DATA"
        self.rest = rest
        if answers:
            self.transport.write(b"".join(answers))


async def main() -> None:
    """Serve until killed, on one core."""
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
