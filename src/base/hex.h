// How are bytes written for people? Two lower-case hexadecimal digits each.
#pragma once

#include <span>
#include <string>

namespace formulary {

std::string hex(std::span<const unsigned char> bytes);

}  // namespace formulary
