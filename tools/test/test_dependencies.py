# SPDX-License-Identifier: Apache-2.0
"""Every dependency has its reason and licence in docs/adr/0020-dependencies.md, and no other."""

import json
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def packages_wanted():
    lines = (ROOT / "tools" / "packages.txt").read_text(encoding="utf-8").splitlines()
    names = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    for file in (ROOT / "web").glob("**/package.json"):
        if "node_modules" in file.parts:
            continue
        package = json.loads(file.read_text(encoding="utf-8"))
        for section in ("dependencies", "devDependencies"):
            names |= {n for n in package.get(section, {}) if not n.startswith("@gewu/")}
    return names


def packages_explained():
    text = (ROOT / "docs" / "adr" / "0020-dependencies.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| ([^|]+?) \|", text, re.M)
    return {cell for cell in first_cells if cell != "package"}


class DependenciesTest(unittest.TestCase):
    def test_every_dependency_is_explained(self):
        self.assertEqual(packages_wanted() - packages_explained(), set())

    def test_nothing_is_explained_that_is_not_a_dependency(self):
        self.assertEqual(packages_explained() - packages_wanted(), set())


if __name__ == "__main__":
    unittest.main()
