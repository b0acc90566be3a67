// What can be done with a register? One function a command; each returns an exit code.
#pragma once

#include <string>
#include <vector>

#include "commands.h"
#include "domain/reason.h"
#include "store/database.h"
#include "store/demonstration.h"

namespace formulary::app {

inline constexpr const char* kUsualDatabase = "sqlite:formulary.db";

struct RegisterArguments {
  std::string db = kUsualDatabase;
  std::string country = "kazakhstan";
};
struct ServeArguments {
  RegisterArguments on;
  std::string address = "127.0.0.1";
  int port = 8080;
  std::string certificate;
  std::string key;
  int trusted_proxies = 0;
  bool secure_cookies = false;
  double requests_per_second = 200;  // of one address; 0 = no limit
  int workers = 8;
  std::string oidc_issuer;
  std::string oidc_client;
  std::string oidc_secret_file;
  std::string oidc_redirect;
  std::string oidc_claim;
  std::vector<std::string> oidc_roles;  // WORD=ROLE or WORD=ROLE:OFFICE
};
struct UserArguments {
  std::string db = kUsualDatabase;
  std::string person;
  std::string name;
  std::string role;
  std::string office;
  std::string firm;
  std::string password_file = "-";
};
struct ReviewArguments {
  RegisterArguments on;
  std::string due;
};
struct ScorecardArguments {
  RegisterArguments on;
  std::string region;
};
struct FileArguments {
  std::string db = kUsualDatabase;
  std::string file;
};
struct PaymentsArguments {
  RegisterArguments on;
  std::string person;
  std::string password_file = "-";
  std::string pay_on;
  std::string payer;
  std::string iban;
  std::string bic;
  std::string batch;
  std::string format = "csv";
  std::string output = "-";
  std::string file;
  std::string state;
  int late = 10;   // days after which an answer is missed
  int older = -1;  // days; -1 = all
};
struct AuditArguments {
  std::string db = kUsualDatabase;
  std::string published;
};

// Read a password from a file, or from stdin where it is "-".
Result<std::string> read_password(const std::string& file);
struct DemoArguments {
  RegisterArguments on;
  unsigned seed = 1;
  int awards = 2000;
  std::string day;  // on which the year ends; empty = today
};

// What kind of register this is; a demonstration says so before all else.
store::Stored<store::RegisterKind> kind_of(store::Database& database);
std::string notice_of(store::RegisterKind kind, Language language);

// Tell why the database did not do it, or every reason why it was refused.
int tell_trouble(const store::Trouble& trouble);
int tell_reasons(const Reasons& reasons, Language language);

int demo_command(const Common& common, const DemoArguments& arguments);
int serve_command(const Common& common, const ServeArguments& arguments);
int user_add_command(const Common& common, const UserArguments& arguments);
int user_list_command(const Common& common, const UserArguments& arguments);
int user_disable_command(const Common& common, const UserArguments& arguments);
int user_password_command(const Common& common, const UserArguments& arguments);
int payments_batch_command(const Common& common, const PaymentsArguments& arguments);
int payments_export_command(const Common& common, const PaymentsArguments& arguments);
int payments_reconcile_command(const Common& common, const PaymentsArguments& arguments);
int payments_list_command(const Common& common, const PaymentsArguments& arguments);
int review_command(const Common& common, const ReviewArguments& arguments);
int scorecard_command(const Common& common, const ScorecardArguments& arguments);
int export_command(const Common& common, const FileArguments& arguments);
int import_command(const Common& common, const FileArguments& arguments);
int backup_command(const Common& common, const FileArguments& arguments);
int restore_command(const Common& common, const FileArguments& arguments);
int audit_verify_command(const Common& common, const AuditArguments& arguments);

}  // namespace formulary::app
