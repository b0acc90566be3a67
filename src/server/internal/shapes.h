// Which keys have the documents of the API? One line a shape, for the OpenAPI document and tests.
#pragma once

#include <span>
#include <string_view>

namespace formulary::server {

// `fields` are words "name:type", separated by blanks. Types: text, number, integer, flag, money,
// day, moment, any, object; another shape's name; [type] for a list. A name with ? may be missing
// from what is sent, a type with ? may be null.
struct Shape {
  std::string_view name;
  std::string_view fields;
};

std::span<const Shape> shapes();

}  // namespace formulary::server
