#!/usr/bin/env bash
# rloop calls the handler of `loop.set_exception_handler` with the context alone; asyncio and uvloop call it with the loop and the context. So a
# handler that was written for asyncio raises a TypeError at each error and never learns of one: what fails in a callback is only in the log, under
# "Unhandled error in exception handler", and a program that stops itself from its handler goes on.
#
# Why: rloop/exc.py passes only the context on, where its counterpart in asyncio passes `self` first.
# Write the handler as `def handler(*args): context = args[-1]`, which works everywhere.
#
# Seen with rloop 0.5.0 and uvloop 0.23.0 on CPython 3.13.0 and 3.11.7 (Linux 6.18). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rloop==0.5.0 uvloop==0.23.0
cat > "$folder/handler.py" <<'PY'
import asyncio
import importlib
import logging
import sys

logging.disable()
heard: dict[str, object] = {}


def of_asyncio(loop, context) -> None:
    heard["(loop, context)"] = type(context["exception"]).__name__


def of_all(*args) -> None:
    heard["(*args)"] = f"{type(args[-1]['exception']).__name__} of {len(args)}"


async def main() -> None:
    loop = asyncio.get_running_loop()
    for handler in (of_asyncio, of_all):
        loop.set_exception_handler(handler)
        loop.call_soon(lambda: 1 / 0)
        await asyncio.sleep(0.05)
    print(", ".join(f"{name}: {heard.get(name, 'heard nothing')}" for name in ("(loop, context)", "(*args)")))


loop = importlib.import_module(sys.argv[1]).new_event_loop()
loop.run_until_complete(main())
loop.close()
PY
python="$folder/venv/bin/python"
"$python" --version
status=0
expect() {
  local words=$1 said
  said=$("$python" "$folder/handler.py" "$2")
  echo "$2: $said"
  [ "$said" = "$words" ] || status=1
}
expect '(loop, context): heard nothing, (*args): ZeroDivisionError of 1' rloop
expect '(loop, context): ZeroDivisionError, (*args): ZeroDivisionError of 2' uvloop
expect '(loop, context): ZeroDivisionError, (*args): ZeroDivisionError of 2' asyncio
[ "$status" = 0 ] && echo 'As described: the handler of an asyncio program hears nothing under rloop.' || echo 'The behaviour has changed.'
exit "$status"
