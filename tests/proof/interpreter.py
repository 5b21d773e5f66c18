"""Finds a Python that has what a test needs, or skips the test loudly."""

import importlib.util
import os
import sys

SKIPPED = 77  # the exit code that CTest is told to take for "skipped"


def require(modules):
    """Goes on in Debian's Python if this one lacks a module of {module: Debian package}, or exits."""
    missing = [m for m in modules if importlib.util.find_spec(m) is None]
    if not missing:
        return
    debian = "/usr/bin/python3"
    if os.path.realpath(sys.executable) != os.path.realpath(debian) and os.path.exists(debian):
        os.execv(debian, [debian] + sys.argv)
    packages = " ".join(modules[m] for m in missing)
    print(f"skipped: {packages} is not installed: apt-get install {packages}")
    sys.exit(SKIPPED)
