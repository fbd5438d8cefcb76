"""The tests of the Python runner; run by `python -m unittest discover -s runners/python/tests -t runners/python`."""
