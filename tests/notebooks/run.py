"""Runs one of the test scripts here, or says which of Jupyter's packages is missing and skips it (code 77)."""

import importlib
import os
import runpy
import sys

for module in ["jupyter_client", "nbclient", "nbconvert", "nbformat"]:
    try:
        importlib.import_module(module)
    except ImportError:
        print(f"skipped: {sys.executable} has no {module} (packages: notebooks/packages.txt)")
        sys.exit(77)

script = os.path.join(os.path.dirname(os.path.abspath(__file__)), sys.argv[1])
sys.argv = [script] + sys.argv[2:]
runpy.run_path(script, run_name="__main__")
