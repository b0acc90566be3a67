#include "store/internal/values.h"

#include <array>
#include <charconv>
#include <cmath>

namespace formulary::store {
namespace {

// How many bytes a character has, from its first; 0 for none that UTF-8 knows.
int sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

// The second byte is narrower after some first bytes: overlong forms, surrogates, > U+10FFFF.
bool second_fits(unsigned char first, unsigned char second) {
  if (first == 0xE0) return second >= 0xA0;
  if (first == 0xED) return second < 0xA0;
  if (first == 0xF0) return second >= 0x90;
  if (first == 0xF4) return second < 0x90;
  return true;
}

const char* hint_of(TroubleKind kind) {
  switch (kind) {
    case TroubleKind::wrong_url:
      return "write sqlite:PATH or postgresql://USER@HOST/NAME";
    case TroubleKind::locked:
      return "another program holds the database; try again when it is done";
    case TroubleKind::lost_race:
      return "others were changing the same records; try again";
    case TroubleKind::full:
      return "nothing was changed; free some disk space and try again";
    case TroubleKind::read_only:
      return "give this user the right to write to the database, its file and its folder";
    case TroubleKind::disconnected:
      return "see that the server runs and can be reached; before sending a change again, look "
             "whether it was made, or send it with the same idempotency key";
    case TroubleKind::newer_schema:
      return "a later version of the program wrote this database: use that version, or restore "
             "a backup from before";
    case TroubleKind::damaged:
      return "restore the last good backup, and run `formulary audit verify` on both";
    case TroubleKind::breaks_a_rule:
      return "the register holds rules that no one may go around; see the reason";
    case TroubleKind::other:
      return "the words are the database's own; see its documentation";
  }
  return "";
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const int length = sequence_length(byte(i));
    if (length == 0 || i + static_cast<std::size_t>(length) > text.size()) return false;
    for (int k = 1; k < length; ++k) {
      if ((byte(i + static_cast<std::size_t>(k)) & 0xC0) != 0x80) return false;
    }
    if (length > 1 && !second_fits(byte(i), byte(i + 1))) return false;
    i += static_cast<std::size_t>(length);
  }
  return true;
}

std::optional<Trouble> check_value(const Value& value) {
  const auto refuse = [](std::string what, std::string hint) {
    return Trouble{TroubleKind::breaks_a_rule, {"", 0, std::move(what), std::move(hint)}};
  };
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (text->find('\0') != std::string::npos) {
      return refuse("a text holds the character NUL", "remove it");
    }
    if (!is_utf8(*text)) return refuse("a text is not UTF-8", "save the source as UTF-8");
  }
  const auto* number = std::get_if<double>(&value);
  if (number != nullptr && !std::isfinite(*number)) {
    return refuse("a number is infinite or not a number", "leave the value out: missing is NULL");
  }
  return std::nullopt;
}

Trouble trouble(TroubleKind kind, const std::string& place, const std::string& what) {
  return {kind, {place, 0, what, hint_of(kind)}};
}

std::string exact(double number) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return std::string(buffer.data(), end.ptr);
}

}  // namespace formulary::store
