#include "server/internal/changes.h"

#include <algorithm>
#include <charconv>

#include "office/rights.h"
#include "store/audit.h"

namespace formulary::server {
namespace {

constexpr std::chrono::milliseconds kEvery{250};
constexpr std::chrono::minutes kLongest{10};
constexpr int kPage = 1000;

Json json_of_change(const store::AuditRecord& record, Changes::Shown shown) {
  Json json{{"seq", record.seq}, {"at", record.at}, {"subject_kind", record.entry.subject_kind}};
  if (shown == Changes::Shown::all) {
    json["action"] = record.entry.action;
    json["subject"] = record.entry.subject;
    json["actor"] = record.actor;
  }
  return json;
}

store::Stored<std::int64_t> head_of(store::Session& session) {
  TRY(rows, session.run("select seq from audit_head where one = 1"));
  if (rows.rows.empty()) return 0;
  return std::get<std::int64_t>(rows.rows[0].at(0));
}

}  // namespace

void Changes::tell(Listener& listener, const std::vector<store::AuditRecord>& records) {
  for (const store::AuditRecord& record : records) {
    if (record.seq <= listener.after) continue;
    listener.stream->send("change", json_of_change(record, listener.shown).dump(),
                          std::to_string(record.seq));
    listener.after = record.seq;
  }
}

store::Stored<void> Changes::follow(std::optional<std::int64_t> after, Shown shown,
                                    std::shared_ptr<http::EventStream> stream) {
  const std::lock_guard lock(mutex_);
  Listener listener{std::move(stream), shown, 0, std::chrono::steady_clock::now() + kLongest};
  const auto joined =
      api_.parts().database.read([&](store::Session& session) -> store::Stored<std::int64_t> {
        TRY(head, head_of(session));
        listener.after = std::min(after.value_or(head), head);
        if (listener.after == head) return head;
        TRY(missed, store::audit_records(session, listener.after, kPage));
        if (static_cast<int>(missed.size()) < kPage) {
          tell(listener, missed);
        } else {
          listener.stream->send("behind", Json{{"seq", head}}.dump(), std::to_string(head));
          listener.after = head;
        }
        return head;
      });
  if (!joined) return fail(joined.error());
  listener.stream->send("ready", Json{{"seq", listener.after}}.dump(),
                        std::to_string(listener.after));
  if (listeners_.empty()) seen_ = listener.after;
  listeners_.push_back(std::move(listener));
  if (!watcher_.joinable()) watcher_ = std::thread([this] { watch(); });
  wake_.notify_all();
  return {};
}

// The mutex is held.
void Changes::look() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(listeners_, [&](const Listener& one) {
    if (now >= one.until) one.stream->close();
    return !one.stream->is_open();
  });
  if (listeners_.empty()) return;
  const auto records = api_.parts().database.read(
      [&](store::Session& session) { return store::audit_records(session, seen_, kPage); });
  if (!records || records->empty()) return;  // a register that is away now is asked again
  for (Listener& listener : listeners_) tell(listener, *records);
  seen_ = records->back().seq;
}

void Changes::watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (listeners_.empty()) {
      wake_.wait(lock, [this] { return stopping_ || !listeners_.empty(); });
    } else {
      wake_.wait_for(lock, kEvery, [this] { return stopping_; });
    }
    if (!stopping_) look();
  }
}

void Changes::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const Listener& one : listeners_) one.stream->close();
    listeners_.clear();
  }
  wake_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

void add_changes(Api& api, http::Router& router, Changes& changes) {
  using accounts::Scope;
  Endpoint endpoint =
      described(http::Method::get, "/api/v1/changes", "followChanges", Scope::read, Access::read,
                "What changes on the register, as server-sent events", {"after"}, "", "");
  endpoint.produces = "text/event-stream";
  api.add_raw(router, endpoint, [&api, &changes, endpoint](const http::Request& request) {
    Api::Known known = api.identify(request, endpoint);
    if (known.refusal) return std::move(*known.refusal);
    const std::string_view resumed = request.header("last-event-id");
    const std::string_view text = resumed.empty() ? request.query.value("after") : resumed;
    std::optional<std::int64_t> after;
    if (!text.empty()) {
      std::int64_t seq = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), seq);
      if (read.ec != std::errc() || read.ptr != text.data() + text.size() || seq < 0) {
        return bad_request(request, {{"", 0, "?after= must be the number of a record", ""}});
      }
      after = seq;
    }
    const bool may_read_all =
        office::against(office::Operation::read_audit, known.identity->actor, {}, "").empty();
    auto stream = std::make_shared<http::EventStream>();
    const auto followed =
        changes.follow(after, may_read_all ? Changes::Shown::all : Changes::Shown::kind, stream);
    if (!followed) return refused(request, office::Denial(followed.error()));
    return http::event_response(stream);
  });
}

}  // namespace formulary::server
