#include "base/text.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace omote {

namespace {

class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  // One character or byte sequence; empty when it has no counterpart.
  std::string one(std::string_view in) {
    if (!valid()) return {};
    std::array<char, 16> out{};
    char* from = const_cast<char*>(in.data());  // iconv's signature lacks const
    char* to = out.data();
    std::size_t from_left = in.size();
    std::size_t to_left = out.size();
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    if (iconv(handle_, &from, &from_left, &to, &to_left) == static_cast<std::size_t>(-1) || from_left != 0) return {};
    return {out.data(), out.size() - to_left};
  }

 private:
  [[nodiscard]] bool valid() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }
  iconv_t handle_;
};

// Half-width kana in code order; the full-width ones with their marks follow from the table below.
constexpr std::u32string_view kHalf = U"｡｢｣､･ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ";
constexpr std::u32string_view kFull =
    U"。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
    U"゛゜";
constexpr std::u32string_view kVoicedBase = U"カキクケコサシスセソタチツテトハヒフヘホウ";
constexpr std::u32string_view kVoiced = U"ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ";
constexpr std::u32string_view kHalfVoicedBase = U"ハヒフヘホ";
constexpr std::u32string_view kHalfVoiced = U"パピプペポ";
static_assert(kHalf.size() == kFull.size());

char32_t counterpart(char32_t c, std::u32string_view from, std::u32string_view to) {
  const auto at = from.find(c);
  return at == std::u32string_view::npos ? 0 : to[at];
}

}  // namespace

std::u32string to_code_points(std::string_view utf8) {
  std::u32string text;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xf0 && lead < 0xf5 ? 4
                               : lead >= 0xe0 && lead < 0xf0 ? 3
                               : lead >= 0xc2 && lead < 0xe0 ? 2
                                                             : 0;
    char32_t c = length == 1 ? lead : length == 2 ? lead & 0x1fu : length == 3 ? lead & 0x0fu : lead & 0x07u;
    bool good = length != 0 && i + length <= utf8.size();
    for (std::size_t k = 1; good && k < length; ++k) {
      const auto next = static_cast<unsigned char>(utf8[i + k]);
      good = (next & 0xc0) == 0x80;
      c = c << 6 | (next & 0x3fu);
    }
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (!good || overlong || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
      text.push_back(U'\uFFFD');
      ++i;
    } else {
      text.push_back(c);
      i += length;
    }
  }
  return text;
}

std::string to_utf8(std::u32string_view text) {
  std::string utf8;
  const auto put = [&](char32_t bits) { utf8.push_back(static_cast<char>(bits)); };
  for (const char32_t c : text) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xc0 | c >> 6);
      put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      put(0xe0 | c >> 12);
      put(0x80 | (c >> 6 & 0x3f));
      put(0x80 | (c & 0x3f));
    } else {
      put(0xf0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3f));
      put(0x80 | (c >> 6 & 0x3f));
      put(0x80 | (c & 0x3f));
    }
  }
  return utf8;
}

bool is_utf8(std::string_view text) {
  return to_utf8(to_code_points(text)) == text;
}

Cp932Text to_cp932(std::string_view utf8) {
  Converter converter("CP932", "UTF-8");
  Cp932Text result;
  for (const char32_t c : to_code_points(utf8)) {
    auto bytes = c < 0x80 ? std::string(1, static_cast<char>(c)) : converter.one(to_utf8({&c, 1}));
    if (bytes.empty()) {
      result.replaced.push_back(c);
      bytes = "\x81\x9c";  // ●
    }
    result.bytes += bytes;
  }
  return result;
}

std::string from_cp932(std::string_view bytes) {
  Converter converter("UTF-8", "CP932");
  std::string utf8;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    const bool two = (lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc);
    const std::size_t length = two && i + 1 < bytes.size() ? 2 : 1;
    auto text = lead < 0x80 ? std::string(1, static_cast<char>(lead)) : converter.one(bytes.substr(i, length));
    utf8 += text.empty() ? "\xEF\xBF\xBD" : text;
    i += length;
  }
  return utf8;
}

std::string kana_to_full_width(std::string_view utf8) {
  std::u32string out;
  for (const char32_t c : to_code_points(utf8)) {
    const char32_t voiced = c == U'ﾞ' && !out.empty() ? counterpart(out.back(), kVoicedBase, kVoiced) : 0;
    const char32_t half_voiced = c == U'ﾟ' && !out.empty() ? counterpart(out.back(), kHalfVoicedBase, kHalfVoiced) : 0;
    const char32_t plain = counterpart(c, kHalf, kFull);
    if (voiced != 0 || half_voiced != 0) {
      out.back() = voiced != 0 ? voiced : half_voiced;
    } else {
      out.push_back(plain != 0 ? plain : c == U' ' ? U'\u3000' : c);
    }
  }
  return to_utf8(out);
}

std::string kana_to_half_width(std::string_view utf8) {
  std::u32string out;
  for (char32_t c : to_code_points(utf8)) {
    char32_t mark = 0;
    if (const auto base = counterpart(c, kVoiced, kVoicedBase)) {
      c = base;
      mark = U'ﾞ';
    } else if (const auto half = counterpart(c, kHalfVoiced, kHalfVoicedBase)) {
      c = half;
      mark = U'ﾟ';
    }
    const char32_t plain = counterpart(c, kFull, kHalf);
    out.push_back(plain != 0 ? plain : c == U'\u3000' ? U' ' : c);
    if (mark != 0) out.push_back(mark);
  }
  return to_utf8(out);
}

std::string to_search_form(std::string_view utf8) {
  const bool plain = std::ranges::all_of(utf8, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string ascii;
  if (plain) {
    for (const char c : utf8) ascii += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return ascii;
  }
  const bool half_kana = utf8.find("\xef\xbd") != std::string_view::npos || utf8.find("\xef\xbe") != std::string_view::npos;
  auto text = to_code_points(half_kana ? kana_to_full_width(utf8) : std::string(utf8));
  for (char32_t& c : text) {
    if (c >= U'！' && c <= U'～') c -= U'！' - U'!';
    if (c == U'\u3000') c = U' ';
    if (c >= U'A' && c <= U'Z') c += 32;
    if (c >= U'ぁ' && c <= U'ゖ') c += U'ァ' - U'ぁ';
  }
  return to_utf8(text);
}

std::string to_one_line(std::string_view utf8, std::size_t most_characters) {
  const auto misleads = [](char32_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
  };
  std::string line;
  std::size_t count = 0;
  // Four bytes at most make a character: what lies beyond cannot be shown anyway.
  for (const char32_t c : to_code_points(utf8.substr(0, 4 * most_characters + 4))) {
    if (++count > most_characters) return line + "…";
    line += misleads(c) ? fmt::format("\\u{{{:02x}}}", static_cast<std::uint32_t>(c)) : to_utf8({&c, 1});
  }
  return line;
}

}  // namespace omote
