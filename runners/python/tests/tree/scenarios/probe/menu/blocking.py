"""A workload that lacks its `open`."""
