// review, scorecard, export, import, backup, restore, audit: the register by command line.
#include "commands_register.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "answer.h"
#include "clock.h"
#include "domain/demonstration.h"
#include "office/awards.h"
#include "office/scorecards.h"
#include "place.h"
#include "server/documents.h"
#include "store/archive.h"
#include "store/audit.h"
#include "tables/read_file.h"

namespace formulary::app {

namespace fs = std::filesystem;

namespace {

const char* const kPerson = "command line";

int tell_denial(const office::Denial& denial, Language language) {
  if (denial.trouble) return tell_trouble(*denial.trouble);
  return tell_reasons(denial.reasons, language);
}

int print(const std::string& text) {
  const auto written = write_file("-", text);
  return written ? kDone : tell(written.error(), kSystem);
}

// The register is looked at with an auditor's eyes.
store::Act reading() {
  return {{kPerson, UserRole::auditor, "", ""}, now()};
}
Result<Installation> installation_of(const Common& common, const std::string& country) {
  TRY(place, find_place(common.content, common.countries));
  return open_country(place, country);
}

std::string line_of(const office::Review& review, Language language) {
  std::ostringstream line;
  line << review.tranche.id << "  " << review.firm << "  due " << review.tranche.due.text() << "  "
       << id_of(review.tranche.state);
  if (review.proposal) {
    line << "  attainment " << static_cast<int>(review.proposal->attainment * 100 + 0.5)
         << " %  ->  " << id_of(review.proposal->action) << ", pay " << review.proposal->pay.text();
  }
  const Reasons& reasons = review.proposal ? review.proposal->reasons : review.reasons;
  for (const Reason& reason : reasons) line << "\n    " << reason.text.in(language);
  return line.str() + "\n";
}

}  // namespace

store::Stored<store::RegisterKind> kind_of(store::Database& database) {
  return database.read(store::kind_of_register);
}

std::string notice_of(store::RegisterKind kind, Language language) {
  if (kind != store::RegisterKind::demonstration) return "";
  return demonstration_notice().in(language) + "\n";
}

int review_command(const Common& common, const ReviewArguments& arguments) {
  Date day = now().date();
  if (!arguments.due.empty()) {
    const auto asked = Date::parse(arguments.due);
    if (!asked) return tell(asked.error(), kWrongUse);
    day = *asked;
  }
  const auto installation = installation_of(common, arguments.on.country);
  if (!installation) return tell(installation.error(), kBadInput);
  auto database = store::Database::open(arguments.on.db);
  if (!database) return tell_trouble(database.error());
  CellFacts cells(*installation);
  const office::Ground ground{
      installation->toolbox, installation->country,
      [&](const Programme& p, const ProgrammeMeasure& m) { return cells.of(p, m); }};
  std::vector<office::Review> all;
  store::Page page{"", 500};
  do {
    const auto found =
        office::perform(**database, store::Access::read, ground, reading(),
                        [&](office::Call& call) { return office::due_reviews(call, day, page); });
    if (!found) return tell_denial(found.error(), common.language);
    all.insert(all.end(), found->items.begin(), found->items.end());
    page.after = found->next;
  } while (!page.after.empty());
  const auto kind = kind_of(**database);
  if (!kind) return tell_trouble(kind.error());
  if (common.json) return print(server::encode_reviews(all, day, *kind));
  std::string text = notice_of(*kind, common.language) + std::to_string(all.size()) +
                     " tranches due by " + day.text() + "\n";
  for (const office::Review& review : all) text += line_of(review, common.language);
  return print(text);
}

int scorecard_command(const Common& common, const ScorecardArguments& arguments) {
  const auto installation = installation_of(common, arguments.on.country);
  if (!installation) return tell(installation.error(), kBadInput);
  if (!arguments.region.empty() && installation->country.region(arguments.region) == nullptr) {
    return tell({{"", 0, "no region is called '" + arguments.region + "'", ""}}, kWrongUse);
  }
  auto database = store::Database::open(arguments.on.db);
  if (!database) return tell_trouble(database.error());
  std::vector<Scorecard> all;
  const auto found = (*database)->read([&](store::Session& session) {
    return store::scorecards(session, {arguments.region, ""}, {"", 1000});
  });
  if (!found) return tell_trouble(found.error());
  for (const auto& kept : *found) all.push_back(kept.value);
  const auto kind = kind_of(**database);
  if (!kind) return tell_trouble(kind.error());
  if (common.json) return print(server::encode_scorecards(all, *kind));
  std::ostringstream text;
  text << notice_of(*kind, common.language);
  text.precision(3);
  for (const Scorecard& one : all) {
    text << one.score.region << "  " << one.kpi << " " << one.first_year << "-" << one.last_year
         << "  value added " << 100 * one.score.value_added << " points a year ["
         << 100 * one.score.low << ", " << 100 * one.score.high << "], places "
         << one.score.rank_low << " to " << one.score.rank_high << "\n";
    if (one.reply) text << "    reply: " << one.reply->text << "\n";
  }
  if (all.empty()) text << "no scorecards\n";
  return print(text.str());
}

int export_command(const Common&, const FileArguments& arguments) {
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  std::ofstream file;
  const std::string beside = arguments.file + ".part";
  if (arguments.file != "-") file.open(beside, std::ios::binary | std::ios::trunc);
  if (arguments.file != "-" && !file) {
    return tell({{arguments.file, 0, "cannot be written", ""}}, kSystem);
  }
  std::ostream& to = arguments.file == "-" ? std::cout : file;
  const auto rows = store::export_register(**database, to);
  std::error_code error;
  if (!rows) {
    fs::remove(beside, error);
    return tell_trouble(rows.error());
  }
  if (arguments.file != "-") {
    file.close();
    fs::rename(beside, arguments.file, error);
    if (error || !file) return tell({{arguments.file, 0, "cannot be written", ""}}, kSystem);
  }
  if (arguments.file == "-") return kDone;
  return print(std::to_string(*rows) + " rows exported to " + arguments.file + "\n");
}

int import_command(const Common&, const FileArguments& arguments) {
  std::ifstream in(arguments.file, std::ios::binary);
  if (!in) return tell({{arguments.file, 0, "cannot be read", ""}}, kBadInput);
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  const auto rows = store::import_register(**database, in);
  if (!rows) {
    Fault fault = rows.error().fault;
    fault.file = arguments.file;
    const bool bad = rows.error().kind == store::TroubleKind::damaged ||
                     rows.error().kind == store::TroubleKind::newer_schema;
    return tell({fault}, bad ? kBadInput : kSystem);
  }
  return print(std::to_string(*rows) + " rows imported, the chain holds\n");
}

int backup_command(const Common&, const FileArguments& arguments) {
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  const auto done = (*database)->back_up(arguments.file);
  if (!done) return tell_trouble(done.error());
  return print("backed up to " + arguments.file + "\n");
}

int restore_command(const Common&, const FileArguments& arguments) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!arguments.db.starts_with(kSqlite)) {
    return tell({{"", 0, "only a SQLite register is restored from a file",
                  "restore PostgreSQL with pg_restore"}},
                kWrongUse);
  }
  const std::string to = arguments.db.substr(kSqlite.size());
  std::error_code error;
  if (!fs::is_regular_file(arguments.file, error)) {
    return tell({{arguments.file, 0, "there is no such file", ""}}, kBadInput);
  }
  if (fs::exists(to, error)) {
    return tell({{to, 0, "there is a register already", "name a new place with --db"}}, kWrongUse);
  }
  const std::string beside = to + ".part";
  fs::copy_file(arguments.file, beside, fs::copy_options::overwrite_existing, error);
  if (error) return tell({{to, 0, "cannot be written: " + error.message(), ""}}, kSystem);
  const auto gone = [&] {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(beside + end, ignored);
  };
  std::int64_t records = 0;
  {
    auto database = store::Database::open(std::string(kSqlite) + beside);
    const auto check = database ? (*database)->read([](store::Session& session) {
      return store::verify_audit(session);
    })
                                : store::Stored<store::AuditCheck>(otherwise(database.error()));
    if (!check || !check->faults.empty()) {
      gone();
      if (!check) return tell_trouble(check.error());
      return tell(
          {{arguments.file, 0, "its audit chain does not hold: " + check->faults.front().what,
            "nothing was restored"}},
          kBadInput);
    }
    records = check->records;
  }
  fs::rename(beside, to, error);
  if (error) {
    gone();
    return tell({{to, 0, "cannot be written: " + error.message(), ""}}, kSystem);
  }
  return print("restored to " + to + ": " + std::to_string(records) +
               " audit records, the chain holds\n");
}

int audit_verify_command(const Common& common, const AuditArguments& arguments) {
  auto database = store::Database::open(arguments.db);
  if (!database) return tell_trouble(database.error());
  std::vector<store::AuditHead> published;
  if (!arguments.published.empty()) {
    const auto text = read_file(arguments.published, arguments.published, 64u << 20);
    if (!text) return tell(text.error(), kBadInput);
    auto heads = server::decode_heads(*text);
    if (!heads) return tell(heads.error(), kBadInput);
    published = std::move(*heads);
  }
  const auto check = (*database)->read(
      [&](store::Session& session) { return store::verify_audit(session, published); });
  if (!check) return tell_trouble(check.error());
  const auto heads =
      (*database)->read([](store::Session& session) { return store::audit_heads(session); });
  if (!heads) return tell_trouble(heads.error());
  const auto kind = kind_of(**database);
  if (!kind) return tell_trouble(kind.error());
  const int code = check->faults.empty() ? kDone : kNo;
  if (common.json) {
    const int printed = print(server::encode_audit(*check, *heads, *kind));
    return printed == kDone ? code : printed;
  }
  std::string text = notice_of(*kind, common.language) + std::to_string(check->records) +
                     " records, " +
                     (check->faults.empty() ? "the chain holds" : "the chain does NOT hold") + "\n";
  if (check->records > 0) text += "head " + check->head.day + " " + check->head.hash + "\n";
  for (const store::AuditFault& fault : check->faults) {
    text += "  number " + std::to_string(fault.seq) + ": " + fault.what + "\n";
  }
  const int printed = print(text);
  return printed == kDone ? code : printed;
}

}  // namespace formulary::app
