#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds every #include of src/ and app/ against tools/layers.toml.

Prints one line per breach and exits 1, or prints how much it looked at and exits 0.
usage: check_layers.py [--root DIR]
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LAYER_WORD = re.compile(r"_(policy|service|store|http)(?:_|$)")


def layer_of(module, stem):
    """The layer of a module's file, told by its name alone."""
    if stem == module:
        return "public"
    # A module named, say, door_service does not make its domain files services.
    rest = stem.removeprefix(module)
    found = LAYER_WORD.search(rest)
    return found.group(1) if found else "domain"


def includes_of(path):
    """(line number, is_quoted, header) of each #include."""
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if found := INCLUDE.match(line):
            yield number, found.group(1) == '"', found.group(2)


def cycle_in(graph):
    """One cycle as a list of names, or None."""
    done, path = set(), []

    def walk(name):
        if name in path:
            return path[path.index(name) :] + [name]
        if name in done:
            return None
        path.append(name)
        for need in graph.get(name, []):
            if found := walk(need):
                return found
        path.pop()
        done.add(name)
        return None

    for name in graph:
        if found := walk(name):
            return found
    return None


class Checker:
    def __init__(self, root):
        self.root = Path(root)
        with open(self.root / "tools" / "layers.toml", "rb") as file:
            rules = tomllib.load(file)
        self.libraries = rules.get("libraries", {})
        self.modules = rules.get("modules", {})
        self.layers = rules.get("layers", {})
        self.app_own = rules.get("app", {}).get("own", ["public"])
        self.foreign = rules.get("foreign", {})
        self.exceptions = rules.get("exceptions", {})
        self.used_exceptions = set()
        self.breaches = []
        self.files = self.edges = 0

    def breach(self, where, message):
        self.breaches.append(f"{where}: {message}")

    # ---- the rules' own health ---------------------------------------------------------------

    def check_rules(self):
        for section, graph in (("libraries", self.libraries), ("modules", self.modules)):
            for name, needs in graph.items():
                for need in needs:
                    if need not in graph:
                        where = f"[{section}] {name}"
                        self.breach("tools/layers.toml", f"{where} needs {need}, not listed")
            if cycle := cycle_in(graph):
                self.breach("tools/layers.toml", f"[{section}] has a cycle: {' → '.join(cycle)}")
        for key, why in self.exceptions.items():
            if not str(why).strip():
                self.breach("tools/layers.toml", f"exception without a reason: {key}")
            if key not in self.used_exceptions:
                self.breach("tools/layers.toml", f"stale exception, nothing breaks it: {key}")

    def check_folders(self):
        for folder, listed, what in (
            (self.root / "src", self.libraries, "library"),
            (self.root / "src" / "modules", self.modules, "module"),
        ):
            if not folder.is_dir():
                continue
            for child in sorted(folder.iterdir()):
                if child.is_dir() and child.name not in {"modules", *listed}:
                    name = child.relative_to(self.root)
                    self.breach(name, f"{what} not listed in tools/layers.toml")

    # ---- one include ---------------------------------------------------------------------------

    def allowed_by(self, may, header):
        library = header.split("/")[0]
        return header in may or library in may

    def judge_foreign(self, place, header):
        """Why the file at `place` may not include <header>, or None."""
        kind, owner, layer, in_test = place
        here = {"app": "app", "library": owner, "module": f"layers.{layer}"}[kind]
        for prefix, owners in self.foreign.items():
            if header.startswith(prefix) and here not in owners and not in_test:
                return f"<{header}> stays behind {', '.join(owners)}"
        return None

    def reachable_modules(self, module):
        seen, todo = set(), [module]
        while todo:
            for need in self.modules.get(todo.pop(), []):
                if need not in seen:
                    seen.add(need)
                    todo.append(need)
        return seen

    def judge_module_header(self, header, own, layer, in_test):
        """Why `own` (a module's name, or None for app/) may not include modules/…, or None."""
        parts = header.split("/")
        if in_test and own and len(parts) == 4 and parts[2] == "test":
            # Fixtures: a test may stand on those of what its module stands on.
            if parts[1] in {own, *self.reachable_modules(own)}:
                return None
        if len(parts) != 3:
            return f"{header} is not a module's header"
        target, name = parts[1], parts[2]
        if target == own:
            if in_test:
                return None
            own_layer = layer_of(own, Path(name).stem)
            if own_layer not in self.layers[layer]["own"]:
                return f"the {layer} layer may not include the {own_layer} layer ({header})"
            return None
        if own is None:
            if layer_of(target, Path(name).stem) not in self.app_own:
                return f"app goes in by a module's front door, not {header}"
            return None
        near = self.modules.get(own, [])
        if target not in (self.reachable_modules(own) if in_test else near):
            return f"module {own} may not include module {target} (tools/layers.toml)"
        if name != f"{target}.hpp":
            return f"only modules/{target}/{target}.hpp is public, not {header}"
        return None

    def judge(self, place, header):
        """Why the file at `place` = (kind, owner, layer, in_test) may not include "header"."""
        kind, owner, layer, in_test = place
        if header.startswith("modules/"):
            if kind == "library":
                return f"library {owner} may not include a module ({header})"
            return self.judge_module_header(header, owner, layer, in_test)
        library = header.split("/")[0]
        if library not in self.libraries:
            if in_test and library == "support":
                return None
            return f"{header} is no header of a library or module; write paths from src/"
        if kind == "app" or in_test and kind == "module":
            return None
        if kind == "library":
            if library != owner and library not in self.libraries.get(owner, []):
                return f"library {owner} may not include {library} ({header})"
            return None
        if not self.allowed_by(self.layers[layer]["may"], header):
            return f"the {layer} layer may not include {header}"
        return None

    # ---- all of them -----------------------------------------------------------------------------

    def place_of(self, path):
        """(kind, owner, layer, in_test) of a file."""
        parts = path.relative_to(self.root).parts
        in_test = "test" in parts[:-1]
        if parts[0] == "app":
            return "app", None, None, in_test
        if parts[1] == "modules":
            return "module", parts[2], layer_of(parts[2], path.stem), in_test
        return "library", parts[1], None, in_test

    def resolve(self, path, header, place):
        """A header named without its folder is the one beside the file: its full name."""
        if (self.root / "src" / header).is_file():
            return header
        beside = path.parent / header
        if beside.is_file() and place[0] != "app":
            return beside.resolve().relative_to(self.root.resolve() / "src").as_posix()
        return header

    def check_file(self, path):
        self.files += 1
        place = self.place_of(path)
        name = path.relative_to(self.root).as_posix()
        for number, quoted, header in includes_of(path):
            self.edges += 1
            if not quoted:
                why = self.judge_foreign(place, header)
            elif place[0] == "app" and (self.root / "app" / header).is_file():
                why = None
            elif place[3] and (path.parent / header).is_file():
                why = None  # a test's own helper header
            else:
                why = self.judge(place, self.resolve(path, header, place))
            if why is None:
                continue
            key = f"{name} -> {header}"
            if key in self.exceptions:
                self.used_exceptions.add(key)
            else:
                self.breach(f"{name}:{number}", why)

    def run(self):
        self.check_folders()
        for top in ("src", "app"):
            for path in sorted((self.root / top).rglob("*")):
                if path.suffix in (".hpp", ".cpp"):
                    self.check_file(path)
        self.check_rules()
        return self.breaches


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=Path(__file__).resolve().parent.parent)
    checker = Checker(parser.parse_args(arguments).root)
    breaches = checker.run()
    for line in breaches:
        print(line)
    if breaches:
        print(f"layers: {len(breaches)} breaches")
        return 1
    print(f"layers: {checker.edges} includes of {checker.files} files follow tools/layers.toml")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
