"""The inotify watch, on the file system of this machine."""

import asyncio
import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from evenloop_runner import inotify
from evenloop_runner.inotify import Notice, Watch
from evenloop_runner.kit import Unsupported


@unittest.skipUnless(sys.platform == "linux", "inotify is Linux's")
class OnLinux(unittest.IsolatedAsyncioTestCase):
    """Notices as the kernel gives them."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="evenloop-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def _watch(self, *, mask: int | None = None) -> Watch:
        watch = Watch(str(self.folder)) if mask is None else Watch(bytes(self.folder), mask)
        self.addCleanup(watch.close)
        return watch

    def test_no_notice_is_an_empty_list(self) -> None:
        self.assertEqual(self._watch().read(), [])

    def test_creating_writing_and_closing_are_noticed_in_order(self) -> None:
        watch = self._watch()
        (self.folder / "näme").write_bytes(b"x")
        notices = [(notice.mask, notice.name.decode()) for notice in watch.read()]
        wanted = [inotify.CREATE, inotify.MODIFY, inotify.CLOSE_WRITE]
        self.assertEqual(notices, [(mask, "näme") for mask in wanted])

    def test_the_two_halves_of_a_rename_share_a_cookie(self) -> None:
        (self.folder / "a").touch()
        watch = self._watch(mask=inotify.MOVED_FROM | inotify.MOVED_TO)
        (self.folder / "a").rename(self.folder / "b")
        left, came = watch.read()
        self.assertEqual((left.name, came.name), (b"a", b"b"))
        self.assertEqual(left.cookie, came.cookie)
        self.assertNotEqual(left.cookie, 0)

    def test_an_overflow_of_the_queue_is_a_notice(self) -> None:
        watch = self._watch()
        longest = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text(encoding="ascii"))
        if longest > 100_000:
            self.skipTest(f"the queue of this machine holds {longest} notices")
        for number in range(longest // 2 + 2):
            (self.folder / str(number % 2)).write_bytes(b"x")
            (self.folder / str(number % 2)).unlink()
        masks: list[int] = []
        while notices := watch.read():
            masks += [notice.mask for notice in notices]
        self.assertIn(inotify.Q_OVERFLOW, masks)

    async def test_the_loop_can_wait_for_it(self) -> None:
        watch = self._watch()
        noticed: asyncio.Future[list[Notice]] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(watch.fileno(), lambda: noticed.set_result(watch.read()))
        (self.folder / "a").mkdir()
        self.assertEqual((await noticed)[0].name, b"a")
        asyncio.get_running_loop().remove_reader(watch.fileno())

    def test_a_directory_that_does_not_exist_is_named(self) -> None:
        with self.assertRaises(FileNotFoundError) as caught:
            Watch(str(self.folder / "nowhere"))
        self.assertEqual(caught.exception.filename, str(self.folder / "nowhere"))

    def test_closing_twice_is_closing_once(self) -> None:
        watch = self._watch()
        watch.close()
        watch.close()
        self.assertEqual(watch.fileno(), -1)


class Elsewhere(unittest.TestCase):
    """Systems without inotify."""

    def test_other_systems_are_unsupported_with_the_reason(self) -> None:
        with patch.object(sys, "platform", "darwin"), self.assertRaisesRegex(Unsupported, "only Linux"):
            Watch("/")
