"""io_fanout.tcp_echo, bare: streams that are read with `await` on both sides."""

import asyncio
import struct
from collections.abc import Mapping
from typing import Any

from place import Place, Round

_HEADER = struct.Struct("<8sII")


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def open(params: Mapping[str, Any], place: Place) -> Round:
    """Open the loop."""
    connections, messages, size, pipeline = (
        int(params[name]) for name in ("connections", "messages", "bytes", "pipeline")
    )
    nonce = bytes.fromhex(place.nonce)
    filling = (nonce * size)[: size - _HEADER.size]
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()

    async def exchange(key: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        for number in range(min(pipeline, messages)):
            writer.write(_HEADER.pack(nonce, key, number) + filling)
        for number in range(pipeline, messages + pipeline):
            await reader.readexactly(size)
            if number < messages:
                writer.write(_HEADER.pack(nonce, key, number) + filling)
        writer.write_eof()
        await reader.read()
        writer.close()
        await writer.wait_closed()
        return messages

    async def round() -> int:
        streams = await asyncio.gather(*[asyncio.open_connection(host, port) for _ in range(connections)])
        return sum(await asyncio.gather(*[exchange(key, *pair) for key, pair in enumerate(streams)]))

    return round
