#include "accounts/internal/rows.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/must.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestName = 200;
// U+202A to U+202E and U+2066 to U+2069: what follows them is not read as it is written.
constexpr std::array<std::string_view, 9> kNotShown{"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
                                                    "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6",
                                                    "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"};

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("._-@").find(c) != std::string_view::npos;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

const std::string& text_at(const store::Row& row, std::size_t at) {
  const auto* text = std::get_if<std::string>(&row.at(at));
  MUST(text != nullptr);
  return *text;
}

std::int64_t number_at(const store::Row& row, std::size_t at) {
  const auto* number = std::get_if<std::int64_t>(&row.at(at));
  MUST(number != nullptr);
  return *number;
}

Stored<Instant> moment_at(const store::Row& row, std::size_t at) {
  const Result<Instant> moment = Instant::parse(text_at(row, at));
  if (!moment) return fail(damaged("account"));
  return *moment;
}

store::Trouble damaged(const std::string& table) {
  return {store::TroubleKind::damaged,
          {"", 0, "the table " + table + " holds what the program never writes",
           "restore the last good backup"}};
}

Instant later(Instant moment, std::int64_t seconds) {
  return Instant::from_milliseconds(moment.milliseconds() + 1000 * seconds);
}

Stored<Account> account_at(const store::Row& row, std::size_t at) {
  const auto role = member_of<UserRole>(text_at(row, at + 2));
  const auto language = member_of<Language>(text_at(row, at + 5));
  if (!role || !language) return fail(damaged("account"));
  Account account{text_at(row, at),
                  text_at(row, at + 1),
                  {*role, text_at(row, at + 3), text_at(row, at + 4)},
                  *language,
                  number_at(row, at + 6) != 0,
                  std::nullopt};
  if (!text_at(row, at + 8).empty()) {
    account.oidc = OidcIdentity{text_at(row, at + 7), text_at(row, at + 8)};
  }
  return account;
}

Stored<std::vector<Account>> select_accounts(Session& session, const std::string& rest,
                                             const store::Row& parameters) {
  TRY(found, session.run(std::string("select ") + kAccountColumns +
                             ", exists (select 1 from account_password p "
                             "where p.account = a.id) from account a " +
                             rest,
                         parameters));
  std::vector<Account> all;
  for (const store::Row& row : found.rows) {
    TRY(one, account_at(row, 0));
    one.has_password = number_at(row, kAccountWidth) != 0;
    all.push_back(std::move(one));
  }
  return all;
}

Stored<void> change(Session& session, const std::string& sql, const store::Row& parameters) {
  const auto done = session.run(sql, parameters);
  if (!done) return fail(done.error());
  return {};
}

bool is_account_id(const std::string& id) {
  return !id.empty() && id.size() <= kLongestId && is_letter_or_digit(id[0]) &&
         std::all_of(id.begin(), id.end(), is_id_character);
}

bool is_shown_name(const std::string& name) {
  return name.find_first_not_of(' ') != std::string::npos && name.size() <= kLongestName &&
         std::none_of(
             kNotShown.begin(), kNotShown.end(),
             [&](std::string_view mark) { return name.find(mark) != std::string::npos; }) &&
         std::none_of(name.begin(), name.end(), [](char c) {
           const auto code = static_cast<unsigned char>(c);
           return code < 0x20 || code == 0x7F;
         });
}

Stored<std::int64_t> end_sessions(Session& session, const std::string& person) {
  TRY(ended, session.run("delete from account_session where account = $1", {person}));
  return ended.changed;
}

Stored<void> write_password(Session& session, const NewPassword& password, Instant at) {
  const std::int64_t must_change = password.chosen_by() == ChosenBy::another ? 1 : 0;
  return change(session,
                "insert into account_password (account, hash, must_change, set_at) "
                "values ($1, $2, $3, $4) on conflict (account) do update set "
                "hash = excluded.hash, must_change = excluded.must_change, "
                "set_at = excluded.set_at",
                {password.person(), password.hash(), must_change, at.text()});
}

}  // namespace formulary::accounts
