#!/usr/bin/env bash
# A handler that `signal.signal` sets over one of `loop.add_signal_handler` does not replace it: each signal runs both, the new one
# first. Taking the loop's handler away afterwards takes the other one with it, without a word: the signal has its default action again.
#
# Why: the loop hears of signals through `signal.set_wakeup_fd`, to which the interpreter writes the number of every signal that has a
# handler in Python, whoever set it; the loop then looks the number up in a table of its own. `remove_signal_handler` sets the
# default action whatever stands there by then. So a library that sets a handler in a program with a loop runs beside the program's own
# one, and ends with it. Only `SIG_IGN` silences both.
#
# Seen with asyncio of CPython 3.9.18, 3.11.7, 3.12.1 and 3.13.0, and with uvloop 0.22.1 on 3.11.7. Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check uvloop==0.22.1
cat > "$folder/both.py" <<'PY'
import asyncio
import os
import signal
import sys

ran = []


async def after_a_signal() -> list[str]:
    ran.clear()
    os.kill(os.getpid(), signal.SIGUSR2)
    await asyncio.sleep(0.1)
    return list(ran)


async def main() -> None:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR2, lambda: ran.append("loop"))
    signal.signal(signal.SIGUSR2, lambda *_: ran.append("signal.signal"))
    both = await after_a_signal()
    signal.signal(signal.SIGUSR2, signal.SIG_IGN)
    ignored = await after_a_signal()
    signal.signal(signal.SIGUSR2, lambda *_: ran.append("signal.signal"))
    loop.remove_signal_handler(signal.SIGUSR2)
    left = signal.getsignal(signal.SIGUSR2)
    print(sys.version.split()[0], sys.argv[1], "ran:", *both, "| ignored:", ignored, "| left after removal:", left.name)
    expected = (["signal.signal", "loop"], [], signal.SIG_DFL)
    sys.exit(0 if (both, ignored, left) == expected else 1)


if sys.argv[1] == "uvloop":
    import uvloop

    uvloop.run(main())
else:
    asyncio.run(main())
PY
status=0
for loop in asyncio uvloop; do
  "$folder/venv/bin/python" "$folder/both.py" "$loop" || status=1
done
[ "$status" = 0 ] && echo 'As described: both handlers run, and removing one removes both.' || echo 'The behaviour has changed.'
exit "$status"
