#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""House rules that no formatter or compiler checks, over every source file of the tree.

- every source file names its licence in its first lines (SPDX-License-Identifier)
- no line is longer than 100 characters
- no function is longer than 70 lines (C++ by braces, Python by its syntax tree)
- no invisible or direction-changing characters, no tabs, no trailing blanks
- no path of somebody's machine, and lock files name only the public npm registry

usage: check_source.py [--root DIR]
"""

import argparse
import ast
import os
import re
import sys
from pathlib import Path

LINE_MAX = 100
FUNCTION_LINES_MAX = 70
SKIPPED_FOLDERS = {".git", ".cache", "build", "data", "node_modules", "dist", "__pycache__"}
CPP = {".cpp", ".hpp"}
WITH_LICENCE = CPP | {".py", ".sh", ".cmake", ".sql", ".ts", ".vue", ".css", ".html", ".js", ".mjs"}
LICENCE_BY_NAME = {"CMakeLists.txt", "dev", "layers.toml", ".clang-tidy", ".editorconfig"}
# Text that a tool wrote or that is data: its lines are as long as they are.
GENERATED = {"api/openapi.json", "web/package-lock.json"}
GENERATED_MARK = "generated"
# CMake reads each list of layers.toml as one line; scripts for Node are laid out by prettier, which
# leaves texts whole.
LONG_LINES = re.compile(r"tools/layers\.toml|web/.*|.*\.mjs|tests/e2e/shots")
HOSTILE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+|root)/")
LOCK_HOST = re.compile(r'"resolved": "https?://(?!registry\.npmjs\.org/)([^/"]+)')


def tree(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
        for name in sorted(names):
            yield Path(folder) / name


def is_script(path):
    if path.suffix:
        return False
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


# ---- C++ functions -------------------------------------------------------------------------------

CPP_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/            # comments
      |R"([^(\s]*)\(.*?\)\1"          # raw strings
      |"(?:\\.|[^"\\\n])*"            # strings
      |(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'  # characters, but not the ' of 10'000
      |^[ \t]*\#(?:\\\n|[^\n])*       # preprocessor lines
    """,
    re.S | re.X | re.M,
)
SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")


def blank(match):
    """Whitespace of the same length, so that line numbers stay."""
    return re.sub(r"[^\n]", " ", match.group())


def opens_scope(head):
    """Whether a `{` after this text begins a namespace or a type rather than a function."""
    found = SCOPE.search(head)
    return bool(found) and "(" not in head[found.start() :].split("alignas")[0]


def cpp_functions(text):
    """(first line, number of lines) of each outermost function, lambdas at the top included."""
    code = CPP_TOKEN.sub(blank, text)
    scopes = []  # True for a namespace or type, False for anything with statements
    head_from = start = 0
    for match in re.finditer(r"[{};]", code):
        token, at = match.group(), match.start()
        if token == "{":
            head = code[head_from:at]
            scopes.append(opens_scope(head) if all(scopes) else False)
            if scopes.count(False) == 1 and not scopes[-1]:
                start = at - len(head.lstrip())
        elif token == "}":
            if scopes and not scopes.pop() and all(scopes):
                first = code.count("\n", 0, start) + 1
                if ")" in code[start:at].split("{")[0]:
                    yield first, code.count("\n", 0, at) + 2 - first
        head_from = at + 1


# ---- the rules -----------------------------------------------------------------------------------


def long_functions(path, text):
    if path.suffix in CPP:
        found = cpp_functions(text)
    elif path.suffix == ".py":
        found = (
            (node.lineno, node.end_lineno - node.lineno + 1)
            for node in ast.walk(ast.parse(text))
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        )
    else:
        return
    for first, lines in found:
        if lines > FUNCTION_LINES_MAX:
            yield first, f"function of {lines} lines, at most {FUNCTION_LINES_MAX}"


def line_breaches(name, text):
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_MAX and not LONG_LINES.fullmatch(name):
            yield number, f"line of {len(line)} characters, at most {LINE_MAX}"
        if "\t" in line:
            yield number, "tab; use spaces"
        if line != line.rstrip():
            yield number, "blanks at the end of the line"


def text_breaches(path, text):
    """What holds for every text file of the tree, documents and data included."""
    for number, line in enumerate(text.split("\n"), 1):
        if HOSTILE.search(line):
            yield number, "invisible or direction-changing character; write it as an escape"
        if found := MACHINE_PATH.search(line):
            yield number, f"path of a machine: {found.group()}"
        if path.name == "package-lock.json" and (found := LOCK_HOST.search(line)):
            yield number, f"lock file names another registry than npmjs.org: {found.group(1)}"


def check_file(root, path):
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None  # a picture or a font
    found = list(text_breaches(path, text))
    head = "\n".join(text.split("\n", 5)[:5])
    source = path.suffix in WITH_LICENCE or path.name in LICENCE_BY_NAME or is_script(path)
    if source and name not in GENERATED and GENERATED_MARK not in head.lower():
        if "SPDX-License-Identifier: Apache-2.0" not in head:
            found.append((1, "no SPDX-License-Identifier: Apache-2.0 in the first lines"))
        found += line_breaches(name, text)
        found += long_functions(path, text)
    return [f"{name}:{number}: {what}" for number, what in sorted(found)]


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=Path(__file__).resolve().parent.parent, type=Path)
    root = parser.parse_args(arguments).root
    checked, breaches = 0, []
    for path in tree(root):
        if path.is_symlink():
            continue
        found = check_file(root, path)
        if found is not None:
            checked += 1
            breaches += found
    print("\n".join(breaches + [f"source: {len(breaches)} breaches in {checked} files"]))
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
