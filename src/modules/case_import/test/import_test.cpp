// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>

#include "db/db.hpp"
#include "modules/case_import/test/desk.hpp"

namespace gewu::case_import {
namespace {

using tables::Desk;
using test::for_each_engine;
using Counts = std::vector<std::int64_t>;

void at_home(const std::function<void(Desk&)>& f) {
  for_each_engine([&](test::TestDatabase& d) {
    Desk desk(d);
    desk.rectangle("HOME", {39.0, -77.0}, {40.0, -76.0});
    f(desk);
  });
}

std::string row(const std::string& reference, const std::string& rest = "39.3,-76.6,waiting") {
  return reference + ",2018-07-01 10:00,,,Lamp,Main St," + rest + "\n";
}

std::vector<std::string> codes(const std::vector<ImportIssue>& issues) {
  std::vector<std::string> out;
  for (const auto& i : issues) out.push_back(std::to_string(i.line) + " " + i.code);
  return out;
}
using Told = std::vector<std::string>;

std::string refusal(const Result<ImportReport>& report) {
  return report ? "" : report.error().code;
}

TEST_CASE("imported history keeps its times and words and has no clock") {
  at_home([](Desk& desk) {
    const auto report = desk.import_table(
        "A1,2018-07-01 10:00,2018-07-02 09:00,2018-07-03 10:00,Lamp,Main St,39.3,-76.6,done\n");
    CHECK(report.complete);
    CHECK(report.added == 1);
    const auto stored = desk.stored();
    REQUIRE(stored.size() == 1);
    CHECK(stored[0].state == "imported");
    CHECK(stored[0].located);
    CHECK_FALSE(stored[0].open);
    CHECK(to_rfc3339(stored[0].reported_at) == "2018-07-01T14:00:00.000Z");
    CHECK(to_rfc3339(*stored[0].closed_at) == "2018-07-02T13:00:00.000Z");
    CHECK(stored[0].words == "Lamp: Main St");
    CHECK(stored[0].address == "Main St");
  });
}

TEST_CASE("a second import changes nothing") {
  at_home([](Desk& desk) {
    std::string rows;
    for (int i = 0; i < 250; ++i) rows += row("R" + std::to_string(i));
    const auto first = desk.import_table(rows);
    CHECK(first.added == 250);
    const auto before = desk.counts();
    CHECK(before == Counts{250, 250, 250, 250});
    const auto second = desk.import_table(rows);
    CHECK(second.added == 0);
    CHECK(second.unchanged == 250);
    CHECK(second.warned == 0);
    CHECK(desk.counts() == before);
  });
}

TEST_CASE("a broken row is reported with its line and stops no other") {
  at_home([](Desk& desk) {
    const auto report = desk.import_table(row("A1") + "A2,never,,,Lamp,,39.3,-76.6,done\n" +
                                          "A3,too,few\n" + row("A4", ",,waiting") +
                                          "\"A5 with a stray quote\n" + row("A1") + row("A6"));
    CHECK(report.rows == 7);
    CHECK(report.added == 3);
    CHECK(report.unplaced == 1);
    CHECK(report.refused == 4);
    CHECK(codes(report.refusals) == Told{"3 time_unreadable", "4 columns_too_few",
                                         "6 quote_unclosed", "7 reference_repeated"});
    CHECK(codes(report.warnings) == Told{"5 place_missing"});
    CHECK(desk.counts() == Counts{3, 3, 3, 3});
  });
}

TEST_CASE("a row refused after it was half written leaves nothing, and its batch is kept") {
  at_home([](Desk& desk) {
    auto mapping = read_mapping(tables::kMapping).value();
    std::string rows;
    for (int i = 0; i < 150; ++i) rows += row((i % 7 == 3 ? "BAD" : "R") + std::to_string(i));
    const Take take = [&](db::WriteTx& tx,
                          const cases::ImportedCase& c) -> Result<cases::Imported> {
      GEWU_TRY(const auto out, desk.service.import_case(tx, desk.district.id, c, desk.now));
      if (c.reference.starts_with("BAD")) return conflict("made_up", "No.");
      return out;
    };
    ImportOptions options;
    options.path = desk.folder.write("table.csv", tables::kHeader + rows);
    const auto report = import_by(desk.database, desk.service.services(), desk.district, mapping,
                                  options, desk.now, take, {})
                            .value();
    CHECK(report.refused == 21);
    CHECK(report.added == 129);
    CHECK(codes(report.refusals).front() == "5 made_up");
    CHECK(desk.counts() == Counts{129, 129, 129, 129});
  });
}

TEST_CASE("a row the database refuses leaves nothing behind, and may come another time") {
  at_home([](Desk& desk) {
    CHECK(desk.import_table(row("A1")).added == 1);
    // The first number is given again, and a case has it already.
    desk.database.write(
        [&](db::WriteTx& tx) { tx.execute(tables::forget_numbers, desk.district.id); });
    cases::CaseService other(desk.service.services());
    ImportOptions options;
    options.path = desk.folder.write("table.csv", tables::kHeader + row("A2") + row("A1"));
    options.map = tables::kMapping;
    const auto report =
        import_cases(desk.database, other, desk.district, options, desk.now).value();
    CHECK(codes(report.refusals) == Told{"2 database_refused"});
    CHECK(report.unchanged == 1);
    CHECK(desk.counts() == Counts{1, 1, 1, 1});
    CHECK(desk.import(options.path)->added == 1);
  });
}

TEST_CASE("an import that was stopped is finished by running it again") {
  at_home([](Desk& desk) {
    std::string rows;
    for (int i = 0; i < 350; ++i) rows += row("R" + std::to_string(i));
    int asked = 0;
    ImportHooks hooks;
    hooks.stop = [&] { return ++asked == 2; };
    const auto stopped = desk.import_table(rows, hooks);
    CHECK_FALSE(stopped.complete);
    CHECK(stopped.ended_by == "stopped");
    CHECK(stopped.added == 200);
    CHECK(desk.counts() == Counts{200, 200, 200, 200});
    const auto rest = desk.import_table(rows);
    CHECK(rest.unchanged == 200);
    CHECK(rest.added == 150);
  });
}

TEST_CASE("a dry run judges everything and writes nothing") {
  at_home([](Desk& desk) {
    CHECK(desk.import_table(row("A1")).added == 1);
    const auto path = desk.folder.write(
        "more.csv", tables::kHeader + row("A1") + row("A2") + row("A3", ",,waiting") + "broken\n");
    const auto report = desk.import(path, tables::kMapping, {}, true).value();
    CHECK(report.dry_run);
    CHECK(report.unchanged == 1);
    CHECK(report.added == 2);
    CHECK(report.unplaced == 1);
    CHECK(report.refused == 1);
    CHECK(desk.counts() == Counts{1, 1, 1, 1});
    CHECK(desk.import(path)->added == 2);
  });
}

TEST_CASE("open rows without a place wait in the tray, with the time they were told") {
  at_home([](Desk& desk) {
    const auto map = tables::with("\"source\"", "\"enter\": \"open\", \"source\"");
    const auto path = desk.folder.write(
        "table.csv", tables::kHeader + row("A1", ",,waiting") + row("A2") + row("A3", ",,done"));
    const auto report = desk.import(path, map).value();
    CHECK(report.added == 3);
    CHECK(report.tray == 1);
    CHECK(report.unplaced == 1);
    const auto stored = desk.stored();
    REQUIRE(stored.size() == 3);
    CHECK(stored[0].state == "reported");
    CHECK(stored[0].open);
    CHECK_FALSE(stored[0].located);
    CHECK(to_rfc3339(stored[0].told_at) == "2018-07-01T14:00:00.000Z");
    CHECK(stored[1].state == "reported");
    CHECK(stored[1].located);
    CHECK(stored[2].state == "imported");
  });
}

TEST_CASE("a compressed file that breaks off keeps what was read, and says so") {
  at_home([](Desk& desk) {
    std::string rows = tables::kHeader;
    for (int i = 0; i < 5000; ++i) rows += row("R" + std::to_string(i * 7919 % 100'003));
    const auto whole = tables::write_gz(desk.folder, "whole.gz", rows);
    std::ifstream in(whole, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    const auto cut = desk.folder.write("cut.gz", bytes.substr(0, bytes.size() / 4));
    const auto report = desk.import(cut).value();
    CHECK_FALSE(report.complete);
    CHECK(report.ended_by == "file_damaged");
    CHECK(report.added > 0);
    const auto n = report.added;
    CHECK(desk.counts() == Counts{n, n, n, n});
  });
}

TEST_CASE("what concerns the whole file is refused before anything is written") {
  at_home([](Desk& desk) {
    const auto& f = desk.folder;
    const auto table = f.write("table.csv", tables::kHeader + row("A1"));
    CHECK(refusal(desk.import((f.path() / "none.csv").string())) == "file_unreadable");
    CHECK(refusal(desk.import(f.path().string())) == "file_unreadable");
    CHECK(refusal(desk.import(f.write("empty.csv", ""))) == "file_empty");
    CHECK(refusal(desk.import(f.write("other.csv", "a,b\n1,2\n"))) == "column_missing");
    CHECK(refusal(desk.import(table, "no-such-mapping")) == "mapping_unknown");
    CHECK(refusal(desk.import(table, "")) == "mapping_needed");
    CHECK(refusal(desk.import(table, f.write("map.json", "{\"source\": 1}"))) == "json_type_wrong");
    CHECK(refusal(desk.import(table, tables::with("demand-10-01", "demand-99-99"))) ==
          "category_unknown");
    CHECK(refusal(desk.import(
              table, tables::with("\"source\"", R"("channel": {"otherwise": "fax"}, "source")"))) ==
          "channel_unknown");
    CHECK(desk.counts() == Counts{0, 0, 0, 0});
  });
}

TEST_CASE("a mapping is found by file, by inline JSON, by name, and by the file's columns") {
  at_home([](Desk& desk) {
    const auto& f = desk.folder;
    const auto table = f.write("table.csv", tables::kHeader + row("A1"));
    CHECK(desk.import(table, f.write("map.json", tables::kMapping))->added == 1);
    CHECK(desk.import(table)->unchanged == 1);
    const std::string header = "留言编号\t留言用户\t留言主题\t留言时间\t留言详情\t一级分类\r\n";
    const auto letters = f.write(
        "letters.tsv", header + "7\t某人\t路灯不亮\t2020/1/6 12:09:38\t一个月了。\t城乡建设\r\n");
    for (const char* map : {"", "complaints-sample", "complaints-sample.json"}) {
      const auto report = desk.import(letters, map).value();
      CHECK(report.mapping == "complaints-sample");
      CHECK(report.added + report.unchanged == 1);
    }
  });
}

TEST_CASE("every issue is told, also beyond those the report keeps") {
  at_home([](Desk& desk) {
    std::string rows;
    for (int i = 0; i < 1100; ++i) rows += "R" + std::to_string(i) + ",never,,,Lamp,,,,done\n";
    int told = 0;
    ImportHooks hooks;
    hooks.issue = [&](const ImportIssue&, bool refused) { told += refused ? 1 : 0; };
    const auto report = desk.import_table(rows, hooks);
    CHECK(report.refused == 1100);
    CHECK(report.refusals.size() == 1000);
    CHECK(told == 1100);
  });
}

}  // namespace
}  // namespace gewu::case_import
