// SPDX-License-Identifier: Apache-2.0
#include "modules/case_import/text_file.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <zlib.h>

#include <array>
#include <filesystem>
#include <vector>

namespace gewu::case_import {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::string_view kUtf8 = "utf-8";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

struct CloseGz {
  void operator()(gzFile_s* f) const { gzclose_r(f); }
};
struct CloseConverter {
  void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const std::string& encoding) {
  UErrorCode failed = U_ZERO_ERROR;
  Converter made(ucnv_open(encoding.c_str(), &failed));
  return U_FAILURE(failed) != 0 ? nullptr : std::move(made);
}

}  // namespace

struct TextFile::Parts {
  std::unique_ptr<gzFile_s, CloseGz> file;
  Converter converter;  ///< none: UTF-8 already
  std::uint64_t bytes = 0;
  bool first = true;
  bool ended = false;

  std::string converted(const std::string& raw, bool last) const {
    std::vector<UChar> wide(raw.size() + 16);
    const char* from = raw.data();
    UChar* to = wide.data();
    UErrorCode failed = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &to, wide.data() + wide.size(), &from, raw.data() + raw.size(),
                   nullptr, static_cast<UBool>(last), &failed);
    std::string out;
    icu::UnicodeString(false, wide.data(), static_cast<int32_t>(to - wide.data()))
        .toUTF8String(out);
    return out;
  }
};

TextFile::TextFile(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
TextFile::TextFile(TextFile&&) noexcept = default;
TextFile::~TextFile() = default;

bool TextFile::knows(const std::string& encoding) {
  return encoding == kUtf8 || (!encoding.empty() && open_converter(encoding) != nullptr);
}

Result<TextFile> TextFile::open(const std::string& path, const std::string& encoding) {
  auto parts = std::make_unique<Parts>();
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed) ||
      !(parts->file = {gzopen(path.c_str(), "rb"), {}})) {
    return invalid("file_unreadable", "Cannot read the file " + path + ".");
  }
  gzbuffer(parts->file.get(), kPieceBytes);
  if (encoding != kUtf8) parts->converter = open_converter(encoding);
  return TextFile(std::move(parts));
}

Result<std::string> TextFile::read() {
  Parts& p = *parts_;
  while (!p.ended) {
    std::string piece(kPieceBytes, '\0');
    const int got = gzread(p.file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    int fault = Z_OK;
    gzerror(p.file.get(), &fault);
    if (got <= 0 && fault != Z_OK && fault != Z_STREAM_END) {
      p.ended = true;
      if (fault == Z_ERRNO) return invalid("file_unreadable", "Reading the file failed.");
      return invalid("file_damaged",
                     "The compressed file is cut off or damaged: fetch it again. What was read "
                     "before stays; a second import takes the rest.");
    }
    piece.resize(static_cast<std::size_t>(got));
    p.bytes += piece.size();
    p.ended = got == 0;
    if (p.bytes > bytes_max) {
      p.ended = true;
      return invalid("file_too_large", "The file holds more than 8 GiB: split it.");
    }
    if (p.converter) piece = p.converted(piece, p.ended);
    if (p.first && !piece.empty()) {
      p.first = false;
      if (piece.starts_with(kMark)) piece.erase(0, kMark.size());
    }
    if (!piece.empty()) return piece;
  }
  return std::string();
}

}  // namespace gewu::case_import
