// Which names have which values? The headers, query and cookies of a request, in their order.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace formulary::http {

// A list of names and values that looks for a name as it is written.
class Fields {
 public:
  using Field = std::pair<std::string, std::string>;

  Fields() = default;
  Fields(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  // Replace all of this name by one.
  void set(std::string name, std::string value);
  void remove(std::string_view name);

  // Find the first of this name; none = there is no such name.
  const std::string* find(std::string_view name) const;
  // The first of this name, or "".
  std::string_view value(std::string_view name) const;
  std::vector<std::string_view> values(std::string_view name) const;

  bool has(std::string_view name) const { return find(name) != nullptr; }
  bool empty() const { return fields_.empty(); }
  std::size_t size() const { return fields_.size(); }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

  bool operator==(const Fields&) const = default;

 private:
  std::vector<Field> fields_;
};

// The same for headers, whose names are kept and looked for in lower case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Fields::Field> fields);

  void add(std::string_view name, std::string value);
  void set(std::string_view name, std::string value);
  // Set it only where the name is not there yet.
  void set_default(std::string_view name, std::string value);
  void remove(std::string_view name);

  const std::string* find(std::string_view name) const;
  std::string_view value(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::size_t size() const { return fields_.size(); }
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  Fields fields_;
};

}  // namespace formulary::http
