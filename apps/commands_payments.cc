// payments: what goes to the treasury and what comes back, by command line.
#include <iostream>

#include "accounts/sign_in.h"
#include "answer.h"
#include "clock.h"
#include "commands_register.h"
#include "office/reconcile.h"
#include "office/transfers.h"
#include "place.h"
#include "server/documents.h"
#include "tables/read_file.h"

namespace formulary::app {

namespace {

const char* const kHere = "command line";

int tell_denial(const office::Denial& denial, Language language) {
  if (denial.trouble) return tell_trouble(*denial.trouble);
  return tell_reasons(denial.reasons, language);
}

int print(const std::string& text) {
  const auto written = write_file("-", text);
  return written ? kDone : tell(written.error(), kSystem);
}

// The register with the pack that says its currency, and who is asking.
struct Desk {
  Installation installation;
  std::unique_ptr<store::Database> database;
  CellFacts cells;
  office::Ground ground;
  store::Act act;
  store::RegisterKind kind;

  Desk(Installation opened, std::unique_ptr<store::Database> register_of,
       store::RegisterKind kind_of_it)
      : installation(std::move(opened)),
        database(std::move(register_of)),
        cells(installation),
        ground{installation.toolbox, installation.country,
               [this](const Programme& p, const ProgrammeMeasure& m) { return cells.of(p, m); }},
        act{{kHere, UserRole::auditor, "", ""}, now()},
        kind(kind_of_it) {}
};

// Open the register; the code of what went wrong in `code`.
std::unique_ptr<Desk> open_desk(const Common& common, const RegisterArguments& on, int& code) {
  const auto place = find_place(common.content, common.countries);
  auto installation =
      place ? open_country(*place, on.country) : Result<Installation>(otherwise(place.error()));
  if (!installation) {
    code = tell(installation.error(), kBadInput);
    return nullptr;
  }
  auto database = store::Database::open(on.db);
  if (!database) {
    code = tell_trouble(database.error());
    return nullptr;
  }
  auto kind = kind_of(**database);
  if (!kind) {
    code = tell_trouble(kind.error());
    return nullptr;
  }
  return std::make_unique<Desk>(std::move(*installation), std::move(*database), *kind);
}

// Money moves in the name of a person, who shows a password here as in the browser; the rules of
// the second person hold.
bool sign_in(const Common& common, const PaymentsArguments& arguments, Desk& desk, int& code) {
  const auto password = read_password(arguments.password_file);
  if (!password) {
    code = tell(password.error(), kBadInput);
    return false;
  }
  const auto hasher = accounts::argon2();
  const auto done =
      accounts::sign_in(*desk.database, *hasher, {arguments.person, *password, kHere}, now());
  if (!done || !*done) {
    code = done ? tell_reasons(done->error(), common.language) : tell_trouble(done.error());
    return false;
  }
  const accounts::SignedIn& person = **done;
  const auto gone = desk.database->write(
      [&](store::Session& session) { return accounts::sign_out(session, person.secret); });
  if (!gone) {
    code = tell_trouble(gone.error());
    return false;
  }
  if (person.must_change_password) {
    code = tell({{"", 0, "the password must be changed first", "sign in to the service once"}},
                kWrongUse);
    return false;
  }
  const auto& post = person.account.post;
  desk.act = {{person.account.id, post.role, post.office, post.firm}, now()};
  return true;
}

std::unique_ptr<Desk> signed_in(const Common& common, const PaymentsArguments& arguments,
                                int& code) {
  auto desk = open_desk(common, arguments.on, code);
  if (desk && !sign_in(common, arguments, *desk, code)) desk.reset();
  return desk;
}

template <typename Work>
auto acted(Desk& desk, Work work) {
  return office::perform(*desk.database, store::Access::write, desk.ground, desk.act, work);
}

std::string line_of(const Transfer& one) {
  std::string line = one.id + "  " + one.firm + "  " + one.amount.text() + "  " + id_of(one.state) +
                     (one.batch ? "  " + *one.batch : "");
  if (one.settled_on) line += "  " + one.settled_on->text();
  return line + (one.why.empty() ? "" : "  " + one.why) + "\n";
}

}  // namespace

int payments_batch_command(const Common& common, const PaymentsArguments& arguments) {
  const auto day = Date::parse(arguments.pay_on);
  if (!day) return tell(day.error(), kWrongUse);
  int code = kDone;
  const auto desk = signed_in(common, arguments, code);
  if (!desk) return code;
  const office::BatchWish wish{*day, {arguments.payer, arguments.iban, arguments.bic}};
  const auto made = acted(*desk, [&](office::Call& call) { return make_batch(call, wish); });
  if (!made) return tell_denial(made.error(), common.language);
  if (common.json) return print(server::encode_batch(*made, desk->kind));
  std::string text = notice_of(desk->kind, common.language) + made->batch.value.id + ": " +
                     std::to_string(made->transfers.size()) + " payments, " +
                     made->batch.value.total.text() + " " + made->batch.value.currency + "\n";
  for (const office::LeftOut& one : made->left_out) {
    text += "left out: " + line_of(one.transfer);
    for (const Reason& reason : one.reasons)
      text += "    " + reason.text.in(common.language) + "\n";
  }
  return print(text);
}

int payments_export_command(const Common& common, const PaymentsArguments& arguments) {
  int code = kDone;
  const auto desk = signed_in(common, arguments, code);
  if (!desk) return code;
  const auto format = *member_of<office::OrderFormat>(arguments.format);
  const auto file =
      acted(*desk, [&](office::Call& call) { return export_batch(call, arguments.batch, format); });
  if (!file) return tell_denial(file.error(), common.language);
  const auto written = write_file(arguments.output, file->bytes);
  return written ? kDone : tell(written.error(), kSystem);
}

int payments_reconcile_command(const Common& common, const PaymentsArguments& arguments) {
  const auto bytes = read_file(arguments.file, arguments.file, kReportBytes);
  if (!bytes) return tell(bytes.error(), kBadInput);
  const std::size_t first = bytes->find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool xml = first != std::string::npos && (*bytes)[first] == '<';
  auto answer =
      office::read_answer(*bytes, xml ? office::ReportFormat::pain002 : office::ReportFormat::csv);
  if (!answer) {
    for (Fault& fault : answer.error()) fault.file = arguments.file;
    return tell(answer.error(), kBadInput);
  }
  int code = kDone;
  const auto desk = signed_in(common, arguments, code);
  if (!desk) return code;
  const auto done = acted(*desk, [&](office::Call& call) {
    return office::reconcile(call, *answer, {arguments.late});
  });
  if (!done) return tell_denial(done.error(), common.language);
  const Reconciliation& made = done->reconciliation;
  code = made.exceptions.empty() ? kDone : kNo;
  if (common.json) {
    const int printed = print(server::encode_reconciliation(*done, desk->kind));
    return printed == kDone ? code : printed;
  }
  std::string text = notice_of(desk->kind, common.language) + made.id +
                     (done->changed ? "" : " (brought in before)") + ": executed " +
                     std::to_string(made.matched) + " (" + made.matched_sum.text() + "), failed " +
                     std::to_string(made.failed) + " (" + made.failed_sum.text() + "), known " +
                     std::to_string(made.repeated) + ", pending " + std::to_string(made.pending) +
                     ", for a person " + std::to_string(made.exceptions.size()) + "\n";
  for (const StatusException& one : made.exceptions) {
    text += arguments.file + ":" + std::to_string(one.line) + ": " + one.payment + " " +
            one.reason.text.in(common.language) + "\n";
  }
  for (const Transfer& one : done->unanswered) text += "unanswered: " + line_of(one);
  const int printed = print(text);
  return printed == kDone ? code : printed;
}

int payments_list_command(const Common& common, const PaymentsArguments& arguments) {
  store::TransferFilter filter;
  if (!arguments.state.empty()) filter.state = member_of<TransferState>(arguments.state);
  filter.batch = arguments.batch;
  if (arguments.older >= 0) {
    constexpr std::int64_t kDay = 86'400'000;
    filter.state = TransferState::batched;
    filter.batched_before =
        Instant::from_milliseconds(now().milliseconds() - kDay * arguments.older);
  }
  int code = kDone;
  const auto desk = open_desk(common, arguments.on, code);
  if (!desk) return code;
  std::vector<Transfer> all;
  store::Page page{"", 500};
  do {
    const auto found = office::perform(
        *desk->database, store::Access::read, desk->ground, desk->act,
        [&](office::Call& call) { return office::list_transfers(call, filter, page); });
    if (!found) return tell_denial(found.error(), common.language);
    for (const auto& one : found->items) all.push_back(one.value);
    page.after = found->next;
  } while (!page.after.empty());
  if (common.json) return print(server::encode_transfers(all, desk->kind));
  std::string text;
  for (const Transfer& one : all) text += line_of(one);
  if (text.empty()) text = "no payments\n";
  return print(notice_of(desk->kind, common.language) + text);
}

}  // namespace formulary::app
