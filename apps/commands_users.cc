// user: accounts by command line, for whoever runs the machine.
#include <iostream>

#include "accounts/account.h"
#include "accounts/passwords.h"
#include "answer.h"
#include "clock.h"
#include "commands_register.h"
#include "tables/read_file.h"

namespace formulary::app {

int tell_trouble(const store::Trouble& trouble) {
  const bool ours = trouble.kind == store::TroubleKind::wrong_url;
  return tell({trouble.fault}, ours ? kWrongUse : kSystem);
}

// Refused: every reason in the language asked for.
int tell_reasons(const Reasons& reasons, Language language) {
  for (const Reason& reason : reasons) {
    std::cout << reason.text.in(language) << "\n";
  }
  return kNo;
}

Result<std::string> read_password(const std::string& file) {
  constexpr std::uintmax_t kMostPasswordBytes = 2000;
  std::string text;
  if (file == "-") {
    std::getline(std::cin, text);
  } else {
    TRY(read, read_file(file, file, kMostPasswordBytes));
    text = std::move(read);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

namespace {

store::Act administering() {
  return {{"command line", UserRole::admin, "", ""}, now()};
}

// A change of an account, told in a word.
int changed(const accounts::Changed& done, const Common& common) {
  if (!done) return tell_trouble(done.error());
  if (!*done) return tell_reasons(done->error(), common.language);
  std::cout << (*done)->id << " is " << id_of((*done)->post.role)
            << ((*done)->disabled ? ", closed" : "") << "\n";
  return kDone;
}

}  // namespace

int user_add_command(const Common& common, const UserArguments& arguments) {
  const auto role = member_of<UserRole>(arguments.role);
  if (!role) {
    return tell({{"", 0, "no role is called '" + arguments.role + "'",
                  "choose company, analyst, manager, approver, official, auditor or admin"}},
                kWrongUse);
  }
  const auto password = read_password(arguments.password_file);
  if (!password) return tell(password.error(), kBadInput);
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  const auto hasher = accounts::argon2();
  auto made = accounts::NewPassword::make(*hasher, arguments.person, *password,
                                          accounts::ChosenBy::another);
  if (!made) return tell_reasons(made.error(), common.language);
  accounts::NewAccount account;
  account.id = arguments.person;
  account.name = arguments.name.empty() ? arguments.person : arguments.name;
  account.post = {*role, arguments.office, arguments.firm};
  account.language = common.language;
  account.password = std::move(*made);
  return changed((*database)->write([&](store::Session& session) {
    return accounts::create(session, administering(), account);
  }),
                 common);
}

int user_list_command(const Common&, const UserArguments& arguments) {
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  std::string text;
  std::string after;
  while (true) {
    const auto found = (*database)->read(
        [&](store::Session& session) { return accounts::accounts(session, after, 500); });
    if (!found) return tell_trouble(found.error());
    for (const accounts::Account& one : *found) {
      text += one.id + "  " + id_of(one.post.role) + "  " + one.post.office + one.post.firm +
              (one.disabled ? "  closed" : "") + "\n";
    }
    if (found->size() < 500) break;
    after = found->back().id;
  }
  const auto written = write_file("-", text.empty() ? "no accounts\n" : text);
  return written ? kDone : tell(written.error(), kSystem);
}

int user_disable_command(const Common& common, const UserArguments& arguments) {
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  return changed((*database)->write([&](store::Session& session) {
    return accounts::disable(session, administering(), arguments.person);
  }),
                 common);
}

int user_password_command(const Common& common, const UserArguments& arguments) {
  const auto password = read_password(arguments.password_file);
  if (!password) return tell(password.error(), kBadInput);
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  const auto hasher = accounts::argon2();
  const auto made = accounts::NewPassword::make(*hasher, arguments.person, *password,
                                                accounts::ChosenBy::another);
  if (!made) return tell_reasons(made.error(), common.language);
  return changed((*database)->write([&](store::Session& session) {
    return accounts::set_password(session, administering(), *made);
  }),
                 common);
}

}  // namespace formulary::app
