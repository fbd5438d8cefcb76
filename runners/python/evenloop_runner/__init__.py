"""The Python runner of evenloop: hosts workloads on asyncio and speaks the runner protocol."""

VERSION = "0.1.0"
