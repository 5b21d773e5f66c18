"""The C++ kernel, driven as Jupyter drives it. JUPYTER_PATH names the folder with its kernelspec."""

import os
import subprocess
import tempfile
import time
import unittest

from client import Notebook

COMPILER = os.environ.get("CXX", "c++")


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


class Output(KernelTest):
    def test_streams(self):
        self.run_cell("#include <cstdio>\n#include <iostream>")
        reply = self.run_cell(r'std::cout << "out ü\n"; std::cerr << "err\n"; std::printf("printed %d\n", 7);')
        self.assertEqual(reply.streams, {"stdout": "out ü\nprinted 7\n", "stderr": "err\n"})

    def test_output_of_a_child_process(self):
        self.run_cell("#include <cstdlib>")
        self.assertEqual(self.run_cell('int code = std::system("echo from a shell");').streams["stdout"],
                         "from a shell\n")

    def test_output_appears_while_the_cell_runs(self):
        self.run_cell("#include <chrono>\n#include <iostream>\n#include <thread>")
        times = []
        identity = self.notebook.start('std::cout << "first\\n";\n'
                                       "std::this_thread::sleep_for(std::chrono::milliseconds(700));")
        self.notebook.finish(identity, heard=lambda kind, content: times.append((kind, time.monotonic())))
        ended = time.monotonic()
        first = next(at for kind, at in times if kind == "stream")
        self.assertGreater(ended - first, 0.4)

    def test_more_output_than_a_pipe_holds(self):
        self.run_cell("#include <iostream>")
        reply = self.run_cell('for (int i = 0; i < 100000; ++i) { std::cout << "0123456789"; }')
        self.assertEqual(len(reply.streams["stdout"]), 1000000)

    def test_display_comes_between_the_lines_written_before_and_after(self):
        self.run_cell('#include <iostream>\n#include "xcpp/xdisplay.hpp"')
        reply = self.run_cell(r'std::cout << "a\n"; xcpp::display(1); std::cout << "b\n";')
        self.assertEqual([kind for kind in reply.order if kind != "execute_input"],
                         ["stdout", "display_data", "stdout"])


class Display(KernelTest):
    def setUp(self):
        self.run_cell('#include <map>\n#include <string>\n#include <vector>\n#include "xcpp/xdisplay.hpp"')

    def test_text(self):
        reply = self.run_cell('xcpp::display(3.5); xcpp::display(std::string("s")); xcpp::display(true);'
                              "xcpp::display(std::vector<int>{1, 2});"
                              'xcpp::display(std::map<std::string, std::vector<double>>{{"k", {1.5}}});')
        self.assertEqual(reply.text(), ["3.5", '"s"', "true", "{1, 2}", '{"k": {1.5}}'])

    def test_update_by_id(self):
        reply = self.run_cell('xcpp::display(1, "bar"); xcpp::display(2, "bar", true);')
        kinds = [kind for kind, _ in reply.messages if kind != "execute_input"]
        self.assertEqual(kinds, ["display_data", "update_display_data"])
        for kind, content in reply.messages[1:]:
            self.assertEqual(content["transient"], {"display_id": "bar"})
        self.assertEqual(reply.text("update_display_data"), ["2"])

    def test_generated_id(self):
        self.run_cell("xeus::xguid guid = xeus::new_xguid();")
        reply = self.run_cell("xcpp::display(1, guid); xcpp::display(2, guid, true);")
        shown, updated = [c["transient"]["display_id"] for k, c in reply.messages if "display" in k]
        self.assertEqual(shown, updated)
        self.assertGreater(len(shown), 10)

    def test_clear_output(self):
        reply = self.run_cell("xcpp::clear_output(true);")
        self.assertIn(("clear_output", {"wait": True}), reply.messages)

    def test_bundle_of_a_type_of_the_user(self):
        self.run_cell("#include <nlohmann/json.hpp>")
        self.run_cell("namespace shop { struct Price { int cents; };\n"
                      "nlohmann::json mime_bundle_repr(const Price& p) {\n"
                      '  return {{"text/plain", std::to_string(p.cents)}, {"text/html", "<b>x</b>"}}; } }')
        reply = self.run_cell("xcpp::display(shop::Price{99});")
        self.assertEqual(reply.bundles(), [{"text/plain": "99", "text/html": "<b>x</b>"}])
        self.assertEqual(self.run_cell("shop::Price{98}").bundles("execute_result"),
                         [{"text/plain": "98", "text/html": "<b>x</b>"}])


class Results(KernelTest):
    def test_trailing_expressions(self):
        self.run_cell("#include <string>\n#include <vector>\nstd::vector<double> v{1, 2.5}; std::string s = \"hi\";"
                      "int n = 3; const char* c = \"chars\"; enum class Color { red, green };"
                      "auto twice = [](int x) { return 2 * x; };")
        for code, expected in [("v", "{1, 2.5}"), ("v.size()", "2"), ("s", '"hi"'), ("n", "3"), ("c", "chars"),
                               ("twice(n)", "6"), ("s + \"!\"", '"hi!"'), ("n > 2", "true"), ("0.5f", "0.5"),
                               ("'x'", "'x'"), ("\"literal\"", "literal"), ("std::vector<int>{7}", "{7}"),
                               ("int m = 4;\nm + n", "7")]:
            self.assertEqual(self.run_cell(code).result(), expected, code)

    def test_no_result_with_a_semicolon_nor_without_a_value(self):
        self.run_cell("void nothing() {}")
        for code in ["1 + 1;", "nothing()", "nothing();", "", "// only a comment"]:
            self.assertIsNone(self.run_cell(code).result(), code)

    def test_loops_at_the_top_of_a_cell(self):
        self.run_cell("int sum = 0;\nfor (int i = 0; i < 3; ++i)\n  for (int j = 0; j < 4; ++j) sum += j;\n"
                      "while (sum > 20) --sum;\nif (sum == 18) sum = 100; else { sum = 0; }")
        self.assertEqual(self.run_cell("sum").result(), "100")


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
        self.assertIn("restart the kernel", self.failing("int twice_defined = 2;").error["traceback"][0])

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
                      "void loop() { Guard guard; while (true) { Guard inner; } }")
        self.interrupted("loop();")
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

    def test_interrupt_of_nothing(self):
        self.notebook.manager.interrupt_kernel()
        time.sleep(0.3)
        self.alive()


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


class Start(unittest.TestCase):
    def test_ready_in_time(self):
        notebook = Notebook()
        notebook.close()
        print(f"\nready after {notebook.ready_seconds:.2f} s")
        self.assertLess(notebook.ready_seconds, 3)


if __name__ == "__main__":
    unittest.main()
