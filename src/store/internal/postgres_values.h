// How is a value sent to PostgreSQL, as a parameter and in a COPY?
#pragma once

#include <string>
#include <vector>

#include "store/database.h"

namespace formulary::store {

// Parameters as the library wants them; the values outlive this.
class Bound {
 public:
  explicit Bound(const Row& row);
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* values() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Value& value);
  void push(const char* pointer, int length, int format);

  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// Append a cell as COPY reads it in its text format.
void append_copied(std::string& text, const Value& value);

}  // namespace formulary::store
