// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/text_file.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "modules/case_import/test/tables.hpp"

namespace gewu::case_import {
namespace {

using tables::write_gz;
using test::Folder;

/// The whole text, or the refusal's code after what was read.
std::string read(const std::string& path, const std::string& encoding = "utf-8") {
  auto file = TextFile::open(path, encoding);
  if (!file) return file.error().code;
  std::string out;
  while (true) {
    const auto piece = file->read();
    if (!piece) return out.substr(0, 20) + "|" + piece.error().code;
    if (piece->empty()) return out;
    out += *piece;
  }
}

TEST_CASE("a file is read plain or compressed, without its byte-order mark") {
  const Folder folder;
  CHECK(read(folder.write("a", "路灯,1\n")) == "路灯,1\n");
  CHECK(read(folder.write("b", "\xEF\xBB\xBF路灯")) == "路灯");
  CHECK(read(write_gz(folder, "c", "\xEF\xBB\xBF路灯")) == "路灯");
  CHECK(read(folder.write("d", "")) == "");
}

TEST_CASE("GB18030 and UTF-16 are read, also where a character falls between two pieces") {
  const Folder folder;
  CHECK(read(folder.write("a", "\xC2\xB7\xB5\xC6,\x95\x32\x82\x36"), "gb18030") == "路灯,𠀀");
  CHECK(read(folder.write("b", std::string("\xFF\xFE\xEF\x8D\x6F\x70", 6)), "utf-16") == "路灯");
  std::string many, expected;
  many = "x";
  expected = "x";
  for (int i = 0; i < 50'000; ++i) many += "\xC2\xB7", expected += "路";
  CHECK(read(folder.write("c", many), "gb18030") == expected);
}

TEST_CASE("bytes that mean nothing in the encoding become the replacement character") {
  const Folder folder;
  CHECK(read(folder.write("a", "ok\xFF\n"), "gb18030") == "ok\xEF\xBF\xBD\n");
}

TEST_CASE("a compressed file that is cut off or damaged says so") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919) + ",";
  const auto whole = write_gz(folder, "whole", text);
  CHECK(read(whole) == text);
  std::ifstream in(whole, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  CHECK(read(folder.write("cut", bytes.substr(0, bytes.size() / 2))).ends_with("|file_damaged"));
  bytes[bytes.size() / 2] ^= 0x55;
  CHECK(read(folder.write("bent", bytes)).ends_with("|file_damaged"));
}

TEST_CASE("a folder or a missing file is refused") {
  const Folder folder;
  CHECK(read(folder.path().string()) == "file_unreadable");
  CHECK(read((folder.path() / "none").string()) == "file_unreadable");
  CHECK(TextFile::knows("gb18030"));
  CHECK_FALSE(TextFile::knows(""));
  CHECK_FALSE(TextFile::knows("klingon"));
}

}  // namespace
}  // namespace gewu::case_import
