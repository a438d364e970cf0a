# SPDX-License-Identifier: Apache-2.0
"""The layer check sees each kind of breach. Every test breaks one rule on an invented tree."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from check_layers import Checker, layer_of  # noqa: E402

RULES = """
[libraries]
base = []
db = ["base"]
http = ["base"]
api = ["base", "db", "http"]
[modules]
areas = []
cases = ["areas"]
demo = ["cases"]
[layers.domain]
may = ["base"]
own = ["domain"]
[layers.policy]
may = ["base", "api/caller.hpp"]
own = ["domain", "policy"]
[layers.store]
may = ["base", "db"]
own = ["domain", "store"]
[layers.service]
may = ["base", "db", "api/caller.hpp"]
own = ["domain", "policy", "store", "service", "public"]
[layers.http]
may = ["base", "db", "http", "api"]
own = ["domain", "service", "http", "public"]
[layers.public]
may = ["base", "db", "api"]
own = ["domain", "service", "http", "public"]
[app]
own = ["public", "http"]
[foreign]
"sqlite3.h" = ["db", "layers.http"]
[exceptions]
"""


class LayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write("tools/layers.toml", RULES)
        for header in (
            "base/ids.hpp",
            "db/db.hpp",
            "http/router.hpp",
            "api/api.hpp",
            "api/caller.hpp",
            "modules/areas/areas.hpp",
            "modules/areas/area_tree.hpp",
            "modules/cases/cases.hpp",
            "modules/cases/case.hpp",
            "modules/cases/case_store.hpp",
            "modules/cases/case_service.hpp",
            "modules/cases/case_http.hpp",
        ):
            self.write(f"src/{header}", "")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def breaches(self):
        return Checker(self.root).run()

    def assert_breach(self, *words):
        found = self.breaches()
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def assert_include_is(self, allowed, file, *headers):
        self.write(f"{file}", "".join(f'#include "{h}"\n' for h in headers))
        found = self.breaches()
        self.assertEqual(found == [], allowed, found)

    def test_a_tree_that_keeps_the_rules_passes(self):
        self.assert_include_is(True, "src/api/api.cpp", "api/api.hpp", "db/db.hpp", "base/ids.hpp")
        self.assert_include_is(
            True, "src/modules/cases/case.cpp", "base/ids.hpp", "modules/cases/case.hpp"
        )
        self.assert_include_is(
            True, "src/modules/cases/case_service.cpp", "modules/areas/areas.hpp"
        )
        self.assert_include_is(True, "app/main.cpp", "modules/cases/case_http.hpp", "db/db.hpp")

    def test_infrastructure_libraries_do_not_include_each_other(self):
        self.assert_include_is(False, "src/http/server.cpp", "db/db.hpp")

    def test_a_library_does_not_include_a_module(self):
        self.assert_include_is(False, "src/api/api.cpp", "modules/cases/cases.hpp")

    def test_domain_includes_no_database_and_no_store_of_its_own_module(self):
        self.assert_include_is(False, "src/modules/cases/case.cpp", "db/db.hpp")
        self.assert_include_is(False, "src/modules/cases/case.cpp", "modules/cases/case_store.hpp")

    def test_a_header_beside_the_file_is_judged_under_its_full_name(self):
        self.assert_include_is(False, "src/modules/cases/case.cpp", "case_store.hpp")

    def test_policy_sees_the_caller_but_not_the_api(self):
        self.assert_include_is(True, "src/modules/cases/case_policy.cpp", "api/caller.hpp")
        self.assert_include_is(False, "src/modules/cases/case_policy.cpp", "api/api.hpp")

    def test_a_store_does_not_include_http_or_its_service(self):
        self.assert_include_is(False, "src/modules/cases/case_store.cpp", "http/router.hpp")
        self.assert_include_is(
            False, "src/modules/cases/case_store.cpp", "modules/cases/case_service.hpp"
        )

    def test_a_module_includes_only_modules_it_lists(self):
        self.assert_include_is(
            False, "src/modules/areas/area_service.cpp", "modules/cases/cases.hpp"
        )

    def test_a_module_includes_only_the_public_header_of_another(self):
        self.assert_include_is(
            False, "src/modules/cases/case_service.cpp", "modules/areas/area_tree.hpp"
        )

    def test_a_module_does_not_reach_another_through_a_third(self):
        self.assert_include_is(False, "src/modules/demo/demo.cpp", "modules/areas/areas.hpp")
        self.assert_include_is(True, "src/modules/demo/demo.cpp", "modules/cases/cases.hpp")

    def test_the_app_goes_in_by_the_front_door(self):
        self.assert_include_is(False, "app/main.cpp", "modules/cases/case_store.hpp")

    def test_tests_may_include_their_own_module_and_the_support(self):
        self.assert_include_is(
            True,
            "src/modules/cases/test/x.cpp",
            "modules/cases/case_store.hpp",
            "modules/cases/test/helper.hpp",
            "support/database.hpp",
        )

    def test_a_foreign_library_stays_behind_ours(self):
        self.write("src/db/sqlite.cpp", "#include <sqlite3.h>\n")
        self.assertEqual(self.breaches(), [])
        self.write("src/modules/cases/case_store.cpp", "#include <sqlite3.h>\n")
        self.write("src/modules/cases/case_http.cpp", "#include <sqlite3.h>\n")
        self.assert_breach("case_store.cpp:1", "stays behind db, layers.http")

    def test_an_include_that_is_nowhere_is_reported(self):
        self.assert_include_is(False, "src/db/a.cpp", "nowhere.hpp")

    def test_a_folder_that_is_not_listed_is_reported(self):
        self.write("src/modules/extra/extra.hpp", "")
        self.assert_breach("src/modules/extra", "not listed")

    def test_a_cycle_of_modules_is_reported(self):
        self.write("tools/layers.toml", RULES.replace("areas = []", 'areas = ["demo"]'))
        self.assert_breach("cycle", "areas → demo → cases → areas")

    def test_an_exception_lets_one_include_pass(self):
        self.write(
            "tools/layers.toml",
            RULES + '"src/modules/cases/case.cpp -> db/db.hpp" = "moved in the next step"\n',
        )
        self.assert_include_is(True, "src/modules/cases/case.cpp", "db/db.hpp")

    def test_a_stale_exception_fails(self):
        self.write("tools/layers.toml", RULES + '"src/a.cpp -> db/db.hpp" = "was needed once"\n')
        self.assert_breach("stale exception", "src/a.cpp")

    def test_an_exception_needs_a_reason(self):
        self.write(
            "tools/layers.toml", RULES + '"src/modules/cases/case.cpp -> db/db.hpp" = ""\n'
        )
        self.assert_include_is(False, "src/modules/cases/case.cpp", "db/db.hpp")

    def test_a_layer_is_told_by_the_name_behind_the_modules(self):
        self.assertEqual(layer_of("cases", "cases"), "public")
        self.assertEqual(layer_of("cases", "case_store_rows"), "store")
        self.assertEqual(layer_of("cases", "case_http"), "http")
        self.assertEqual(layer_of("cases", "cases_policy"), "policy")
        self.assertEqual(layer_of("cases", "storehouse"), "domain")
        self.assertEqual(layer_of("door_service", "door_service_visit"), "domain")


class ThisRepositoryTest(unittest.TestCase):
    def test_the_rules_of_this_repository_have_no_cycle(self):
        checker = Checker(Path(__file__).resolve().parent.parent.parent)
        checker.check_rules()
        self.assertEqual([b for b in checker.breaches if "stale" not in b], [])


if __name__ == "__main__":
    unittest.main()
