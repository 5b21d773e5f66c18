"""What cells write, show and result in. JUPYTER_PATH names the folder with the kernelspec, here and in the others."""

import time
import unittest

from client import Notebook
from kernel_case import KernelTest


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


class Start(unittest.TestCase):
    def test_ready_in_time(self):
        notebook = Notebook()
        notebook.close()
        print(f"\nready after {notebook.ready_seconds:.2f} s")
        self.assertLess(notebook.ready_seconds, 3)


if __name__ == "__main__":
    unittest.main()
