"""What the check of a stored chapter catches: each way to be wrong is tried on a small notebook."""

import base64
import copy
import os
import sys
import unittest

from nbformat import v4

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../notebooks"))
import execute  # noqa: E402

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and the rest").decode()


def notebook(tags=()):
    """As executed: one cell with a line of text, a picture with its numbers, and a result."""
    outputs = [
        v4.new_output("stream", name="stdout", text="loss 0.25 at step 10\n"),
        v4.new_output("display_data", {"image/svg+xml": "<svg/>", "text/plain": "x  y\n1  2.5"}),
        v4.new_output("display_data", {"image/png": PNG, "text/plain": "image"}),
    ]
    cell = v4.new_code_cell("run();", outputs=outputs, metadata={"tags": list(tags)})
    return v4.new_notebook(cells=[v4.new_markdown_cell("# A chapter"), cell])


class CheckTest(unittest.TestCase):
    def faults(self, change, tags=()):
        stored = notebook(tags)
        received = copy.deepcopy(stored)
        change(received.cells[1])
        return "\n".join(execute.faults_beside(received, stored))

    def test_the_same_is_right(self):
        self.assertEqual(self.faults(lambda cell: None), "")

    def test_spaces_and_last_digits_do_not_matter(self):
        def change(cell):
            cell.outputs[0].text = "loss  0.25001 at step 10"
        self.assertEqual(self.faults(change), "")

    def test_another_number(self):
        def change(cell):
            cell.outputs[1].data["text/plain"] = "x y\n1 2.6"
        self.assertIn("2.6 where 2.5 is stored", self.faults(change))
        self.assertEqual(self.faults(change, ["tolerance:0.1"]), "")
        self.assertEqual(self.faults(change, ["varies"]), "")

    def test_another_word_or_fewer_numbers(self):
        def word(cell):
            cell.outputs[0].text = "cost 0.25 at step 10"
        self.assertIn("'cost' where 'loss' is stored", self.faults(word))

        def fewer(cell):
            cell.outputs[0].text = "loss 0.25 at step"
        self.assertIn("1 numbers where 2 are stored", self.faults(fewer))

    def test_not_a_number(self):
        def change(cell):
            cell.outputs[0].text = "loss nan at step 10"
        self.assertIn("'loss nan at step'", self.faults(change))

    def test_a_picture_that_is_missing_or_broken(self):
        def missing(cell):
            del cell.outputs[1].data["image/svg+xml"]
        self.assertIn("is stored", self.faults(missing, ["varies"]))

        def broken_svg(cell):
            cell.outputs[1].data["image/svg+xml"] = "<svg>"
        self.assertIn("SVG", self.faults(broken_svg, ["varies"]))

        def broken_png(cell):
            cell.outputs[2].data["image/png"] = "bm8="
        self.assertIn("PNG", self.faults(broken_png))

    def test_something_on_stderr(self):
        def change(cell):
            cell.outputs.append(v4.new_output("stream", name="stderr", text="warning"))
        self.assertIn("stderr", self.faults(change))

    def test_no_picture_at_all(self):
        bare = v4.new_notebook(cells=[v4.new_code_cell("1;")])
        self.assertEqual(execute.faults_beside(bare, bare), ["shows no picture"])

    def test_streams_are_joined(self):
        pieces = [v4.new_output("stream", name=name, text=text)
                  for name, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c")]]
        joined = execute.joined_streams(pieces)
        self.assertEqual([(o.name, o.text) for o in joined], [("stdout", "ab"), ("stderr", "c")])


if __name__ == "__main__":
    unittest.main()
