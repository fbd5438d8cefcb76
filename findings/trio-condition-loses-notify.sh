#!/usr/bin/env bash
# `trio.Condition.notify(1)` wakes nobody when the task that it notifies is cancelled before it has the lock again: the others go on waiting.
# A semaphore and a memory channel keep what they give: there the cancelled task has it, and is cancelled at its next checkpoint.
#
# Why: `notify` moves the first waiter to the queue of the lock, where it can still be cancelled; nothing hands the notification on then. Once
# the lock is its own it cannot be cancelled any more.
# asyncio did the same until CPython 3.12 (https://github.com/python/cpython/issues/112202). Whoever needs it notifies all, or waits in a
# shielded cancel scope and looks for a cancellation afterwards.
#
# Seen with trio 0.35.0 on CPython 3.13.0 (Linux 6.18). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trio==0.35.0
cat > "$folder/notify.py" <<'PY'
import trio
from trio.testing import wait_all_tasks_blocked


async def told_after_cancel(wait, give) -> list[str]:
    """Two wait, one thing is given, and the first is cancelled meanwhile: who has it?"""
    told: list[str] = []

    async def waiting(name: str, scope: trio.CancelScope) -> None:
        with scope:
            await wait()
            told.append(name)

    async with trio.open_nursery() as nursery:
        scopes = [trio.CancelScope() for _ in range(2)]
        for name, scope in zip("ab", scopes, strict=True):
            nursery.start_soon(waiting, name, scope)
            await wait_all_tasks_blocked()
        give(scopes[0].cancel)
        await wait_all_tasks_blocked()
        nursery.cancel_scope.cancel()
    return told


async def main() -> None:
    condition, semaphore = trio.Condition(), trio.Semaphore(0)

    async def wait() -> None:
        async with condition:
            await condition.wait()

    def notify(cancel) -> None:
        condition.acquire_nowait()
        condition.notify(1)
        cancel()
        condition.release()

    def release(cancel) -> None:
        semaphore.release()
        cancel()

    print(f"condition={''.join(await told_after_cancel(wait, notify)) or 'nobody'}")
    print(f"semaphore={''.join(await told_after_cancel(semaphore.acquire, release)) or 'nobody'}")


trio.run(main)
PY
python="$folder/venv/bin/python"
echo "$("$python" --version), trio $("$python" -c 'import trio; print(trio.__version__)')"
said=$("$python" "$folder/notify.py")
echo "$said"
[ "$said" = $'condition=nobody\nsemaphore=a' ] || { echo "This is no longer as described."; exit 1; }
