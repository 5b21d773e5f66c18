"""Runs against_pytorch.py on its fastest rows: every row has its fields and says rightly whether it holds, and what it
cannot do it says. No bound on any time. Works with and without torch."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import unittest

DRIVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "against_pytorch.py")
FIELDS = {"row", "name", "unit", "ours", "peer", "floor", "ratio", "must", "aim", "holds", "note"}


def run(*arguments):
    return subprocess.run([sys.executable, "-B", DRIVER, *arguments], capture_output=True, text=True)


class Driver(unittest.TestCase):
    worker = None

    def test_rows(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "rows.json")
            done = run("--worker", self.worker, "--rows", "1,7,9,12", "--quick", "--json", path)
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(path) as rows_file:
                rows = json.load(rows_file)
        self.assertEqual([row["row"] for row in rows], [1] * 7 + [7, 9, 12])
        for row in rows:
            self.assertEqual(set(row), FIELDS)
            sign, bound = row["must"].split()
            if row["ratio"] is None:
                self.assertFalse(row["holds"], row)
            elif sign == "<=":
                self.assertEqual(row["holds"], row["ratio"] <= float(bound), row)
            else:
                self.assertEqual((sign, row["holds"]), (">=", row["ratio"] >= float(bound)), row)
        for row in rows[:7]:
            self.assertAlmostEqual(row["ratio"], row["ours"] / row["floor"])
        self.assertEqual(done.stdout.splitlines()[-1], f"{sum(row['holds'] for row in rows)} of 10 hold")

    def test_refusals(self):
        for arguments in (["--rows", "15"], ["--rows", "one"], ["--slices", "0"], ["--worker", "/no/such/program"]):
            done = run("--worker", self.worker, *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(arguments[1], done.stderr)

    def test_a_worker_that_fails_ends_the_run(self):
        done = run("--worker", "/bin/false", "--rows", "9", "--quick")
        self.assertEqual(done.returncode, 1)
        self.assertIn("row 9: /bin/false ended", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", required=True, help="the program bench_worker")
    Driver.worker = parser.parse_args().worker
    unittest.main(argv=sys.argv[:1])
