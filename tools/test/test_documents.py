# SPDX-License-Identifier: Apache-2.0
"""Links between the documents lead somewhere, pictures included."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documents():
    yield from ROOT.glob("*.md")
    for folder in ("docs", "src", "tests", "bench", "app"):
        yield from (ROOT / folder).rglob("*.md")


def broken_links():
    for file in documents():
        # What stands between back quotes is code, not a link.
        text = re.sub(r"```.*?```|`[^`\n]*`", "", file.read_text(encoding="utf-8"), flags=re.S)
        for target in LINK.findall(text):
            if not re.match(r"[a-z]+:", target) and not (file.parent / target).exists():
                yield f"{file.relative_to(ROOT).as_posix()} → {target}"


class DocumentsTest(unittest.TestCase):
    def test_every_relative_link_leads_somewhere(self):
        self.assertEqual(sorted(broken_links()), [])


if __name__ == "__main__":
    unittest.main()
