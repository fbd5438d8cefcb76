"""Runners that are broken on purpose, for the harness to catch: the ordinary one with a single patch."""
