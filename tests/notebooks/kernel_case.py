"""What the tests of the kernel share: a running kernel for each class of tests."""

import unittest

from client import Notebook


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.notebook = Notebook()

    @classmethod
    def tearDownClass(cls):
        cls.notebook.close()

    def run_cell(self, code, timeout=60):
        reply = self.notebook.run(code, timeout)
        self.assertEqual(reply.status, "ok", reply.error)
        return reply

    def failing(self, code, timeout=60):
        reply = self.notebook.run(code, timeout)
        self.assertEqual(reply.status, "error", reply.streams)
        self.assertIsNotNone(reply.error)
        return reply

    def alive(self):
        self.assertEqual(self.run_cell("40 + 2").result(), "42")
