"""A broken runner on purpose: the ordinary one with a single patch, as the file says that `EVENLOOP_MUTANT` names."""

import os
import sys
from pathlib import Path

from evenloop_mutants import (
    byte_seam,
    child_seam,
    combinator_seam,
    connect_seam,
    file_seam,
    loss_seam,
    notice_seam,
    recorder_seam,
    server_seam,
    signal_seam,
    socket_seam,
    stall_seam,
    timer_seam,
)
from evenloop_mutants.moment import Moment, count_process, parse_orders
from evenloop_runner.__main__ import main

path = Path(os.environ["EVENLOOP_MUTANT"])
orders = parse_orders(path.read_text("utf-8"))
moment = Moment(orders, count_process(path))
stall_seam.install(moment)
for seam in (
    recorder_seam,
    timer_seam,
    file_seam,
    notice_seam,
    socket_seam,
    server_seam,
    connect_seam,
    combinator_seam,
    signal_seam,
    loss_seam,
    child_seam,
    byte_seam,
):
    seam.install(orders.patch, moment)
if orders.patch.act == "other-executable" and orders.active:
    sys.executable = orders.patch.text("path")
main()
