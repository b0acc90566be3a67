// What does the public see today? One release a day, made from the record when first asked for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "publish/publication.h"
#include "server/internal/api.h"

namespace formulary::server {

class OpenData {
 public:
  // A release: its files by their paths, and "" which lists them.
  struct Shelf {
    Date day;
    std::map<std::string, publish::OpenFile> files;
  };
  using Shown = std::shared_ptr<const Shelf>;

  explicit OpenData(const Api& api) : api_(api) {}
  ~OpenData() { stop(); }

  // Today's release. It is made in the background; after a short wait the last one is shown
  // instead, or nothing where there is none yet. The release is kept in the register, so that
  // later ones hide what a difference would give away.
  office::Outcome<Shown> today(std::chrono::milliseconds patience);

  // Wait for what is being made.
  void stop();

 private:
  office::Outcome<Shown> make(Instant now) const;
  void begin(Instant now);

  const Api& api_;
  std::mutex mutex_;
  std::condition_variable made_;
  bool making_ = false;
  std::optional<office::Denial> failed_;  // the last attempt
  Shown shown_;
  std::thread maker_;
};

// Serve /open/ without an account.
void add_open(Api& api, http::Router& router, OpenData& open);

}  // namespace formulary::server
