"""What a workload or its recording can fail with, under the stable codes of `failed` messages."""

from typing import Literal, TypeAlias

FailedCode: TypeAlias = Literal[
    # An error that the workload raised or left uncaught.
    "workload-threw",
    # More events or samples than the round may record.
    "capacity",
    # More keys than a reply can carry.
    "too-many-keys",
    # An event that is not one of the scenario's, or not of 32-bit numbers.
    "bad-event",
    # The workload's module does not have what it must.
    "bad-workload",
    # The workload has no `slice`.
    "no-slice",
    # More slices than were announced.
    "too-many-slices",
    # The sidecar could not be written.
    "sidecar",
]


class WorkloadError(Exception):
    """Carries the code of a `failed` reply from where the trouble is noticed to where the reply is made."""

    def __init__(self, code: FailedCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code: FailedCode = code
