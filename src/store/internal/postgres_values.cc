#include "store/internal/postgres_values.h"

#include "base/hex.h"
#include "store/internal/values.h"

namespace formulary::store {

Bound::Bound(const Row& row) {
  texts_.reserve(row.size());
  for (const Value& value : row) add(value);
}

void Bound::add(const Value& value) {
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    static const char kNothing = 0;
    push(bytes->empty() ? &kNothing : reinterpret_cast<const char*>(bytes->data()),
         static_cast<int>(bytes->size()), 1);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    push(text->c_str(), 0, 0);
  } else if (std::holds_alternative<Null>(value)) {
    push(nullptr, 0, 0);
  } else {
    const auto* number = std::get_if<double>(&value);
    texts_.push_back(number == nullptr ? std::to_string(std::get<std::int64_t>(value))
                                       : exact(*number == 0 ? 0.0 : *number));
    push(texts_.back().c_str(), 0, 0);
  }
}

void Bound::push(const char* pointer, int length, int format) {
  pointers_.push_back(pointer);
  lengths_.push_back(length);
  formats_.push_back(format);
}

void append_copied(std::string& text, const Value& value) {
  if (const auto* words = std::get_if<std::string>(&value)) {
    for (const char c : *words) {
      if (c == '\\')
        text += "\\\\";
      else if (c == '\t')
        text += "\\t";
      else if (c == '\n')
        text += "\\n";
      else if (c == '\r')
        text += "\\r";
      else
        text += c;
    }
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    text += "\\\\x" + hex(*bytes);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    text += std::to_string(*integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    text += exact(*number == 0 ? 0.0 : *number);
  } else {
    text += "\\N";
  }
}

}  // namespace formulary::store
