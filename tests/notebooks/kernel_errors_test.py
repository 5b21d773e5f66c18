"""Cells that fail, crash, or are interrupted, after which the kernel goes on."""

import os
import tempfile
import time
import unittest

from client import Notebook
from kernel_case import KernelTest


class Errors(KernelTest):
    def test_compile_error_at_its_line(self):
        reply = self.failing("#include <vector>\nint a = 1;\n\nint b = a + undefined_name;\n")
        self.assertEqual(reply.error["ename"], "CompileError")
        self.assertRegex(reply.error["evalue"],
                         r"^In\[\d+\]:4:13: error: use of undeclared identifier 'undefined_name'$")
        self.assertIn("int b = a + undefined_name;", reply.error["traceback"][0])
        self.assertNotIn("<<< inputs >>>", reply.error["traceback"][0])

    def test_mended_cells_run(self):
        for broken, mended in [("int q = 1; q = nope;", "int q = 1; q = 2;"),
                               ("auto l = [](int x) { return x; }; nope;", "auto l = [](int x) { return x; };"),
                               ("template <class T> T id(T x) { return x; } int i = id(3) + nope;",
                                "template <class T> T id(T x) { return x; } int i = id(3);"),
                               ("struct S { int a; }; union { int b; }; nope;", "struct S { int a; };"),
                               ("int f( {", "int f() { return 1; }"), ("for (int i = 0; i < 3; ++i) {", ";")]:
            with self.subTest(broken):
                self.assertEqual(self.failing(broken).error["ename"], "CompileError")
                self.run_cell(mended)
        self.alive()

    def test_brackets(self):
        for code, error in [("int f() {\n  return (1;\n}", "2:10: error: '(' is not closed by ')'"),
                            ("#include <vector>\n\nint g() { return 1; }}", "3:22: error: '}' closes nothing")]:
            self.assertIn(error, self.failing(code).error["evalue"])
        self.run_cell('const char* text = "{{("; // ((\nchar c = \'{\';')

    def test_warnings_do_not_stop_a_cell(self):
        reply = self.run_cell("int forgetful() { int x = 1; if (x = 2) { return 1; } return 0; }")
        self.assertIn("warning:", reply.streams["stderr"])

    def test_missing_include(self):
        for code in ["#include <nothere.h>", "#include <vector>\n#include <nothere.h>\n#include <string>\nint z = 1;"]:
            self.assertIn("'nothere.h' file not found", self.failing(code).error["evalue"])
        self.alive()

    def test_redefinition_says_what_to_do(self):
        self.run_cell("int twice_defined = 1;")
        for again in ["int twice_defined = 2;", "double twice_defined = 2;"]:
            text = self.failing(again).error["traceback"][0]
            self.assertIn("A name keeps its first definition", text)
            self.assertNotIn("<<< inputs >>>", text)

    def test_name_of_a_header(self):
        self.run_cell("#include <cmath>")
        text = self.failing("double gamma = 0.5;").error["traceback"][0]
        self.assertRegex(text, r"The name gamma is taken: /\S*/mathcalls.h has it")
        self.assertNotIn("first definition", text)
        self.run_cell("double half() { double gamma = 0.5; return gamma; }")

    def test_header_of_another_copy(self):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, copy, "thing.hpp") for copy in ["ours", "other"]]
            for path in paths:
                os.mkdir(os.path.dirname(path))
                with open(path, "w", encoding="utf-8") as file:
                    file.write("#pragma once\nstruct Thing { int size; };\n")
            self.run_cell(f'#include "{paths[0]}"')
            text = self.failing(f'#include "{paths[1]}"').error["traceback"][0]
        self.assertIn(f"The same header was read twice, from {paths[0]} and from {paths[1]}", text)

    def test_exceptions(self):
        self.run_cell("#include <stdexcept>\nint thrower() { throw std::out_of_range(\"too far\"); }")
        for code, name, what in [("int n1 = thrower();", "std::out_of_range", "too far"),
                                 ("throw 3;", "int", "no std::exception")]:
            error = self.failing(code).error
            self.assertEqual(error["ename"], name)
            self.assertIn(what, error["evalue"])
        self.run_cell("int n1 = 5;")  # the name is free again
        self.assertEqual(self.run_cell("n1").result(), "5")

    def test_names_that_cannot_be_taken_back(self):
        reply = self.failing("struct Kept { int a = 4; }; Kept kept; throw 1;")
        self.assertIn("stay defined", reply.error["traceback"][0])
        self.assertEqual(self.run_cell("kept.a").result(), "4")

    def test_undefined_symbol(self):
        error = self.failing("double nowhere(int); double d = nowhere(3);").error
        self.assertEqual(error["ename"], "LinkError")
        self.assertIn("nowhere(int)", error["evalue"])
        self.run_cell("double d = 4;")
        self.run_cell("double nowhere(int x) { return x / 2.0; }")
        self.assertEqual(self.run_cell("nowhere(3)").result(), "1.5")


class Crashes(unittest.TestCase):
    """After each of these the kernel lives, and says that it should be restarted."""

    def check(self, setup, code, name):
        notebook = Notebook()
        try:
            notebook.run(setup)
            reply = notebook.run(code)
            self.assertEqual((reply.status, reply.error and reply.error["ename"]), ("error", name))
            self.assertIn("Restart the kernel", reply.error["traceback"][0])
            after = notebook.run("40 + 2")
            self.assertEqual(after.result(), "42")
            self.assertIn("Restart the kernel", after.streams["stderr"])
        finally:
            notebook.close()

    def test_null_pointer(self):
        self.check("", "int* nobody = nullptr; *nobody = 3;", "SIGSEGV")

    def test_division_by_zero(self):
        self.check("", "volatile int zero = 0; int q = 1 / zero;", "SIGFPE")

    def test_recursion_without_end(self):
        self.check("int deeper(volatile int n) { return n + deeper(n + 1); }", "deeper(0)", "SIGSEGV")

    def test_failed_assert(self):
        self.check("#include <cassert>", "assert(1 == 2);", "SIGABRT")

    def test_throw_out_of_noexcept(self):
        self.check("void loud() noexcept { throw 1; }", "loud();", "SIGABRT")


class Interrupts(KernelTest):
    def interrupted(self, code, after=0.7, within=3):
        identity = self.notebook.start(code)
        time.sleep(after)
        began = time.monotonic()
        self.notebook.manager.interrupt_kernel()
        reply = self.notebook.finish(identity, timeout=20)
        self.assertLess(time.monotonic() - began, within)
        self.assertEqual((reply.status, reply.error and reply.error["ename"]), ("error", "Interrupted"))
        self.alive()

    def test_endless_loop(self):
        self.interrupted("while (true) {}")
        self.interrupted("int spins = 0; for (;;) { ++spins; }")

    def test_destructors_run_on_the_way_out(self):
        self.run_cell("int open = 0; struct Guard { Guard() { ++open; } ~Guard() { --open; } };"
                      "int work() { int s = 0; for (int i = 0; i < 1000; ++i) { s += i; } return s; }")
        self.run_cell("void loop() { Guard guard; while (true) { Guard inner; work(); } }")
        self.interrupted("loop();")
        self.assertEqual(self.run_cell("open").result(), "0")
        # Most of the time in a destructor, out of which nothing may be thrown.
        self.run_cell("struct Slow { ~Slow() { for (volatile int i = 0; i < 20000; i = i + 1) {} } };"
                      "void slow_loop() { Guard guard; while (true) { Slow slow; work(); } }")
        for _ in range(3):
            self.interrupted("slow_loop();")
            self.assertEqual(self.run_cell("open").result(), "0")

    def test_loop_that_lives_in_a_library(self):
        self.run_cell("#include <algorithm>\n#include <cmath>\n#include <string>\n#include <vector>")
        self.run_cell("double burn() { double s = 0; while (true) { std::string t(100000, 'x'); s += t.size() + std::sin(s); } }")
        self.interrupted("burn();")

    def test_sleep(self):
        self.run_cell("#include <chrono>\n#include <thread>")
        self.interrupted("std::this_thread::sleep_for(std::chrono::hours(1));")

    def test_catch_of_exceptions_does_not_stop_it(self):
        self.run_cell("#include <exception>")
        self.interrupted("while (true) { try { while (true) {} } catch (const std::exception&) {} }")

    def test_signal_of_the_terminal(self):
        self.addCleanup(setattr, self.notebook.manager.kernel_spec, "interrupt_mode", "message")
        self.notebook.manager.kernel_spec.interrupt_mode = "signal"
        self.interrupted("while (true) {}")

    def test_interrupt_reaches_what_a_cell_has_started(self):
        self.run_cell("#include <cstdlib>")
        identity = self.notebook.start('int code = std::system("sleep 60");')
        time.sleep(0.7)
        self.notebook.manager.interrupt_kernel()
        self.notebook.finish(identity, timeout=10)
        self.alive()

    def test_request_is_answered_while_the_cell_runs(self):
        identity = self.notebook.start("while (true) {}")
        time.sleep(0.7)
        self.assertEqual(self.notebook.command("interrupt_request"), ("interrupt_reply", "ok"))
        self.assertEqual(self.notebook.finish(identity, timeout=20).error["ename"], "Interrupted")

    def test_interrupt_of_nothing(self):
        self.notebook.manager.interrupt_kernel()
        time.sleep(0.3)
        self.alive()


if __name__ == "__main__":
    unittest.main()
