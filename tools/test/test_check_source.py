# SPDX-License-Identifier: Apache-2.0
"""The source check sees each kind of breach and nothing else."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from check_source import check_file, cpp_functions  # noqa: E402

LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"


class SourceTest(unittest.TestCase):
    def found(self, name, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            return check_file(Path(folder), path)

    def test_a_clean_file_passes(self):
        self.assertEqual(self.found("a.cpp", LICENCE + "int main() { return 0; }\n"), [])

    def test_a_file_without_a_licence_line_is_reported(self):
        self.assertIn("SPDX", self.found("a.cpp", "int x;\n")[0])
        self.assertIn("SPDX", self.found("tool", "#!/bin/sh\n")[0])
        self.assertEqual(self.found("data.tsv", "no source\n"), [])

    def test_a_line_is_measured_in_characters_not_bytes(self):
        self.assertEqual(self.found("a.cpp", LICENCE + "// " + "网" * 97 + "\n"), [])
        self.assertIn("101 characters", self.found("a.cpp", LICENCE + "// " + "网" * 98 + "\n")[0])

    def test_a_function_of_71_lines_is_reported(self):
        body = "  f();\n"
        fits = LICENCE + "namespace a {\nvoid g() {\n" + body * 68 + "}\n}\n"
        self.assertEqual(self.found("a.cpp", fits), [])
        self.assertIn("71 lines", self.found("a.cpp", fits.replace(body, body * 2, 1))[0])
        python = "# SPDX-License-Identifier: Apache-2.0\ndef f():\n" + "    g()\n" * 70
        self.assertIn("71 lines", self.found("a.py", python)[0])

    def test_a_long_class_is_no_long_function(self):
        members = "class A {\n" + "  int a();\n" * 90 + "};\n"
        self.assertEqual(self.found("a.hpp", LICENCE + members), [])

    def test_a_long_table_is_no_long_function(self):
        table = "constexpr int table[] = {\n" + "  1,\n" * 90 + "};\n"
        self.assertEqual(self.found("a.cpp", LICENCE + table), [])

    def test_braces_in_strings_and_comments_do_not_count(self):
        text = 'void a() {\n  f("{"); // {\n  g(R"({)"); h(\'{\', 10\'000);\n}\nvoid b() {\n}\n'
        self.assertEqual(list(cpp_functions(text)), [(1, 4), (5, 2)])

    def test_a_machines_path_is_reported(self):
        self.assertIn("machine", self.found("a.md", "see " + "/home" + "/li/gewu\n")[0])

    def test_a_hidden_direction_mark_is_reported(self):
        self.assertIn("invisible", self.found("a.md", "a\u202eb\n")[0])

    def test_a_lock_file_names_the_public_registry_only(self):
        line = '"resolved": "https://%s/vue/-/vue-3.tgz"\n'
        self.assertEqual(self.found("package-lock.json", line % "registry.npmjs.org"), [])
        self.assertIn("mirror.example", self.found("package-lock.json", line % "mirror.example")[0])


if __name__ == "__main__":
    unittest.main()
