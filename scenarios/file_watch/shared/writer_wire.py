"""What a workload of file_watch and the harness's writer tell each other: frames of three numbers over one TCP connection."""

import struct

FRAME = struct.Struct("<III")

# What a workload tells the writer. With `STATE` go the key of a file and the digest of what it holds.
GO, STATE, BYE = 1, 2, 3
# What the writer tells. With `SETTLED` go the key of a file and the number of what was done to it.
SETTLED, LOST, DONE, ACTED = 1, 2, 3, 4
