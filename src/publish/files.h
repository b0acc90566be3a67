// Which file is this, of which type and how large? What the public downloads.
#pragma once

#include <string>

#include "domain/words.h"

namespace formulary::publish {

struct OpenFile {
  std::string path;        // below /open, e.g. awards.csv
  std::string media_type;  // as IANA has it
  std::string bytes;
};

}  // namespace formulary::publish
