// SPDX-License-Identifier: Apache-2.0
#include "modules/paper/square_code.hpp"

#define ZX_USE_UTF8 1
#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

#include <stdexcept>

namespace gewu::paper {

SquareCode make_code(std::string_view text) {
  constexpr int kLevelM = 3;  // of ZXing's scale from 0 to 8
  try {
    const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                            .setMargin(0)
                            .setEccLevel(kLevelM)
                            .encode(std::string(text), 0, 0);
    SquareCode out{matrix.width(), {}};
    const auto side = static_cast<std::size_t>(out.size);
    out.dark.reserve(side * side);
    for (int y = 0; y < out.size; ++y) {
      for (int x = 0; x < out.size; ++x) out.dark.push_back(matrix.get(x, y));
    }
    return out;
  } catch (const std::invalid_argument&) {
    throw std::logic_error("too long for a square code");
  }
}

std::string path_of(const SquareCode& code) {
  std::string out;
  for (int y = 0; y < code.size; ++y) {
    for (int x = 0; x < code.size; ++x) {
      if (!code.at(x, y)) continue;
      const int begin = x;
      while (x < code.size && code.at(x, y)) ++x;
      const std::string length = std::to_string(x - begin);
      out.append("M").append(std::to_string(begin)).append(" ").append(std::to_string(y));
      out.append("h").append(length).append("v1h-").append(length).append("z");
    }
  }
  return out;
}

std::vector<FoundCode> find_codes(const Grey& image) {
  constexpr int kMost = 4;
  std::vector<FoundCode> out;
  const ZXing::ImageView view(image.levels.data(), image.width, image.height,
                              ZXing::ImageFormat::Lum);
  const auto hints =
      ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setMaxNumberOfSymbols(kMost);
  for (const auto& found : ZXing::ReadBarcodes(view, hints)) {
    if (!found.isValid() || found.isMirrored()) continue;
    FoundCode code{found.text(), {}};
    for (std::size_t i = 0; i < 4; ++i) {
      code.corners[i] = {static_cast<double>(found.position()[i].x),
                         static_cast<double>(found.position()[i].y)};
    }
    out.push_back(std::move(code));
  }
  return out;
}

}  // namespace gewu::paper
