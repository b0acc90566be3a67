// What does the public see today? One release a day, made from the record when first asked for.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "publish/publication.h"
#include "server/internal/api.h"

namespace formulary::server {

class OpenData {
 public:
  explicit OpenData(const Api& api) : api_(api) {}

  // A file of today's release; nothing where there is none of that name. The release is kept in
  // the register, so that later ones hide what a difference would give away.
  office::Outcome<std::optional<publish::OpenFile>> file(const std::string& path);

 private:
  office::Outcome<bool> refresh();

  const Api& api_;
  std::mutex mutex_;
  std::optional<Date> day_;
  std::map<std::string, publish::OpenFile> files_;
};

// Serve /open/ without an account.
void add_open(Api& api, http::Router& router, OpenData& open);

}  // namespace formulary::server
