#include "demonstration/internal/people.h"

#include "accounts/account.h"
#include "domain/demonstration.h"

namespace formulary::demonstration {
namespace {

struct Role {
  Actor actor;
  Text name;
};

std::vector<Role> roles_of(const Story& story, const std::string& firm) {
  const Cast& cast = story.cast();
  Actor company = clerk_of(firm);
  company.person = "demo.company";
  return {
      {cast.admin, {"administrator", "администратор", "әкімші"}},
      {company, {"company " + firm, "предприятие " + firm, firm + " кәсіпорны"}},
      {cast.analyst, {"analyst", "аналитик", "талдаушы"}},
      {cast.manager, {"programme manager", "менеджер программы", "бағдарлама менеджері"}},
      {cast.approver, {"approver", "утверждающий", "бекітуші"}},
      {cast.official, {"official of the region", "должностное лицо региона", "өңір шенеунігі"}},
      {cast.auditor, {"auditor", "аудитор", "аудитор"}},
  };
}

}  // namespace

std::string password_of(const std::function<std::uint32_t()>& chance) {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  static_assert(kLetters.size() == 32);
  constexpr int kWords = 4;
  constexpr int kPerWord = 6;  // of 5 bits each
  std::string password;
  for (int word = 0; word < kWords; ++word) {
    std::uint32_t bits = chance();
    for (int i = 0; i < kPerWord; ++i, bits >>= 5U) password += kLetters[bits & 31U];
  }
  return password;
}

office::Outcome<std::vector<Person>> make_people(Story& story, const std::string& firm,
                                                 const accounts::PasswordHasher& hasher,
                                                 const std::function<std::uint32_t()>& chance) {
  std::vector<Person> people;
  std::vector<accounts::NewAccount> made;
  for (const Role& role : roles_of(story, firm)) {
    const Actor& actor = role.actor;
    Person person{actor.person, password_of(chance), actor.role,
                  actor.firm.empty() ? actor.office : actor.firm};
    accounts::NewAccount account;
    account.id = person.id;
    account.name = marked_as_demonstration(role.name).en;
    account.post = {actor.role, actor.office, actor.firm};
    // Whoever fills the register passes the passwords on, and a visitor is to come straight in.
    TRY(password, accounts::NewPassword::make(hasher, person.id, person.password,
                                              accounts::ChosenBy::the_person));
    account.password = std::move(password);
    made.push_back(std::move(account));
    people.push_back(std::move(person));
  }
  TRY(all, story.act(story.cast().admin, [&](office::Call& call) -> Step {
    for (const accounts::NewAccount& account : made) {
      TRY(kept, office::flat(accounts::create(call.session, call.act, account)));
    }
    return Done{};
  }));
  return people;
}

}  // namespace formulary::demonstration
