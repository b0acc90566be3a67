// The command line of `payments`.
#include "payments_options.h"

namespace formulary::app {
namespace {

void add_person(CLI::App* command, PaymentsArguments& a) {
  command->add_option("--person", a.person, "who acts: an account of the register")->required();
  command->add_option("--password-file", a.password_file, "- = stdin");
}

}  // namespace

void add_payments(CLI::App& app, PaymentsArguments& a, const AddCommand& add) {
  CLI::App* payments = app.add_subcommand("payments", "What goes to the treasury, and comes back?");
  payments->footer("Example:\n  formulary payments list");
  payments->require_subcommand(1);
  CLI::App* batch = add(*payments, "batch", "Put what is ordered into a batch",
                        "payments batch --person m.manager --pay-on 2027-04-01 --payer Agency "
                        "--iban KZ86125KZT5004100100");
  add_person(batch, a);
  batch->add_option("--pay-on", a.pay_on, "day")->required();
  batch->add_option("--payer", a.payer, "name of the account that pays")->required();
  batch->add_option("--iban", a.iban, "of the account that pays")->required();
  batch->add_option("--bic", a.bic, "of its bank");
  CLI::App* file =
      add(*payments, "export", "Write a batch for the treasury, the same bytes each time",
          "payments export B-000000042 --person m.manager --format pain001 -o batch.xml");
  add_person(file, a);
  file->add_option("batch", a.batch, "id")->required();
  file->add_option("--format", a.format, "csv or pain001 (ISO 20022)")
      ->check(CLI::IsMember({"csv", "pain001"}))
      ->capture_default_str();
  file->add_option("-o,--output", a.output, "to write; - = stdout");
  CLI::App* reconcile =
      add(*payments, "reconcile",
          "Bring in the treasury's answer, CSV or pain.002; again changes nothing",
          "payments reconcile answer.csv --person s.second");
  add_person(reconcile, a);
  reconcile->add_option("file", a.file, "what the treasury sent")->required();
  reconcile->add_option("--days", a.late, "list what is on its way for longer")
      ->check(CLI::Range(0, 3650))
      ->capture_default_str();
  CLI::App* list = add(*payments, "list", "What was ordered to be paid, and what became of it?",
                       "payments list --state failed");
  list->add_option("--state", a.state, "ordered, batched, executed, failed, withdrawn")
      ->check(CLI::IsMember({"ordered", "batched", "executed", "failed", "withdrawn"}));
  list->add_option("--batch", a.batch, "of one batch");
  list->add_option("--older", a.older, "on its way for more than so many days")
      ->check(CLI::Range(0, 3650));
  for (CLI::App* one : {batch, file, reconcile, list}) {
    one->add_option("--db", a.on.db, "sqlite:FILE (made on first use) or postgresql://...")
        ->capture_default_str();
    one->add_option("--country", a.on.country, "country pack")->capture_default_str();
  }
}

int run_payments(const std::string& name, const Common& common, const PaymentsArguments& a) {
  if (name == "batch") return payments_batch_command(common, a);
  if (name == "export") return payments_export_command(common, a);
  if (name == "reconcile") return payments_reconcile_command(common, a);
  return payments_list_command(common, a);
}

}  // namespace formulary::app
