"""Completion, inspection, and #pragma cling."""

import os
import subprocess
import tempfile
import unittest

from kernel_case import KernelTest

COMPILER = os.environ.get("CXX", "c++")


class Names(KernelTest):
    def setUp(self):
        self.run_cell("#include <string>\n#include <vector>")

    def completions(self, code, cursor=None):
        answer = self.notebook.ask(self.notebook.client.complete(code, len(code) if cursor is None else cursor))
        self.assertEqual(answer["status"], "ok")
        return answer

    def test_completion(self):
        self.run_cell("int completable_name = 1; namespace completable_space { int inside = 2; }")
        answer = self.completions("int ü = 1; completable_")
        self.assertEqual(sorted(answer["matches"]), ["completable_name", "completable_space"])
        self.assertEqual((answer["cursor_start"], answer["cursor_end"]), (11, 23))
        self.assertEqual(self.completions("completable_space::in")["matches"], ["inside"])

    def test_completion_of_members(self):
        self.run_cell("struct Sheep { int wool; int woolen() { return 1; } }; Sheep dolly;")
        self.assertEqual(sorted(self.completions("dolly.woo")["matches"]), ["wool", "woolen"])

    def test_completion_of_nonsense_does_no_harm(self):
        for code in ["", "}}}} ", "#include <", "int x = [](", "nope.", "auto l = [](int x) { return x; }; nope"]:
            self.completions(code)
        self.alive()

    def inspection(self, code, cursor):
        answer = self.notebook.ask(self.notebook.client.inspect(code, cursor))
        self.assertEqual(answer["status"], "ok")
        return answer["data"].get("text/plain") if answer["found"] else None

    def test_inspection(self):
        self.run_cell("// How much it weighs.\ndouble weight(int sheep) { return 50.0 * sheep; }\n"
                      "struct Goat { int horns; }; Goat billy; auto inferred = 2.5;")
        text = self.inspection("int x = weight(3);", 10)
        self.assertIn("How much it weighs.", text)
        self.assertIn("double weight(int sheep)", text)
        self.assertIn("int horns", self.inspection("billy.horns", 8))
        self.assertIn("double", self.inspection("inferred", 3))
        self.assertIsNone(self.inspection("nobody", 3))
        self.assertIsNone(self.inspection("", 0))


class Pragmas(KernelTest):
    def test_include_library_and_load(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "answer.hpp"), "w") as file:
                file.write('#pragma cling load("answer")\nint answer();\n')
            with open(os.path.join(folder, "answer.cpp"), "w") as file:
                file.write("int answer() { return 42; }\n")
            subprocess.run([COMPILER, "-shared", "-fPIC", "-o", os.path.join(folder, "libanswer.so"),
                            os.path.join(folder, "answer.cpp")], check=True)
            reply = self.run_cell(f'#pragma cling add_include_path("{folder}")\n'
                                  f'#pragma cling add_library_path("{folder}")\n'
                                  '#include "answer.hpp"\nanswer()')
            self.assertEqual(reply.result(), "42")

    def test_library_that_is_missing(self):
        error = self.failing('int before = 1;\n#pragma cling load("nolibrary")').error
        self.assertRegex(error["evalue"], r'^In\[\d+\]:2:9: error: pragma cling: cannot load "nolibrary"')
        self.alive()

    def test_unknown_word(self):
        self.assertIn("'frobnicate' is none of", self.failing('#pragma cling frobnicate("x")').error["evalue"])


if __name__ == "__main__":
    unittest.main()
