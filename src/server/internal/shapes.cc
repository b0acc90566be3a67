#include "server/internal/shapes.h"

#include <array>

namespace formulary::server {
namespace {

constexpr std::array kShapes{
    Shape{"Text", "en:text ru:text kk:text"},
    Shape{"Reason", "id:text text:Text"},
    // programmes
    Shape{"TargetVersion", "baseline:number target:number due:day by:text at:moment why:text"},
    Shape{"ProgrammeKpi", "kpi:text versions:[TargetVersion]"},
    Shape{"Rule",
          "version:integer release_at:number partial_from:number cure_months:integer "
          "on_failure:text counter_obligation:Text"},
    Shape{"Measure",
          "id:text instrument:text variant:text sector:text region:text company_type:text "
          "dose:number dose_unit:text budget:money budget_by_year:[money] owner:text "
          "delivery:text selection:text award_years:integer tranches:integer "
          "kpis:[ProgrammeKpi] rule:Rule"},
    Shape{"EvaluationDesign",
          "method:text comparison:text outcomes:[text] follow_up_years:integer"},
    Shape{"Programme",
          "id:text name:Text goal:text stage:text state:text version:integer "
          "pretested_version:integer package_hash:text forecast_hash:text? owner:text "
          "drafted_by:text approved_by:text? terminated_why:text? first_day:day last_day:day "
          "budget:money measures:[Measure] evaluation:EvaluationDesign demonstration:flag "
          "revision:integer"},
    Shape{"ProgrammeDraft",
          "id:text name:Text package:object owner?:text targets_why?:text first_day:day "
          "tranches?:integer demonstration?:flag evaluation?:EvaluationDesign"},
    Shape{"ProgrammeRevision", "package:object owner?:text first_day:day tranches?:integer"},
    Shape{"PretestWish", "draws?:integer"},
    Shape{"TargetWish", "measure:text kpi:text baseline:number target:number due:day why:text"},
    Shape{"Why", "why:text"},
    // applications
    Shape{"Application",
          "id:text programme:text measure:text firm:text facts:object requested:money "
          "submitted:moment state:text reasons:[Reason] score:number? rank:integer? "
          "control_group:flag revision?:integer"},
    Shape{"FirmAccounts", "revenue:number investment?:number exports?:number taxable_profit?:flag"},
    Shape{"ApplicationWish", "firm?:text facts:object requested:money accounts?:FirmAccounts"},
    Shape{"FactsWish", "facts:object"},
    Shape{"ScoreWish", "score:number"},
    Shape{"Eligibility", "answer:text reasons:[Reason] missing:[text]"},
    Shape{"Lottery", "seed:integer published_at:moment"},
    Shape{"SelectionWish", "least_score?:number waiting_places?:integer pass_over?:flag"},
    // awards and reviews
    Shape{"Obligation", "kpi:text baseline:number target:number from:day due:day weight:number"},
    Shape{"Tranche",
          "id:text number:integer amount:money released:money given_up:money asked_back:money "
          "due:day state:text cure_until:day? failed_reviews:integer last_decision:text?"},
    Shape{"Award",
          "id:text application:text programme:text measure:text firm:text amount:money "
          "state:text obligations:[Obligation] tranches:[Tranche] rule:Rule "
          "terminated_why:text? revision:integer"},
    Shape{"FirmShare", "kpi:text baseline:number share:number weight?:number"},
    Shape{"Agreement",
          "day:day first_tranche_months?:integer shares:[FirmShare] tranche_weights?:[number]"},
    Shape{"Attainment",
          "kpi:text is_known:flag expected:number observed:number share:number "
          "probability:number observation:text"},
    Shape{"Step", "name:text inputs:text result:text"},
    Shape{"Proposal",
          "award:text tranche:text day:day rule_version:integer attainments:[Attainment] "
          "attainment:number probability:number action:text pay:money give_up:money "
          "claw_back:money cure_until:day? reasons:[Reason] steps:[Step] text:text"},
    Shape{"Review",
          "award:text programme:text measure:text firm:text tranche:Tranche proposal:Proposal? "
          "reasons:[Reason]"},
    Shape{"Verdict",
          "kind:text action?:text pay?:money give_up?:money claw_back?:money cure_until?:day "
          "why?:text"},
    Shape{"Decision",
          "id:text tranche:text kind:text action:text pay:money give_up:money claw_back:money "
          "cure_until:day? why:text decided_by:text decided_at:moment"},
    Shape{"Decided", "decision:Decision tranche:Tranche proposal:Proposal"},
    Shape{"Recomputed", "proposal:Proposal kept:text same:flag"},
    Shape{"PaymentOrder",
          "decision:text tranche:text award:text firm:text amount:money decided:day "
          "transfer:text?"},
    Shape{"Payment", "id:text tranche:text decision:text amount:money paid_at:moment"},
    // what goes to the treasury, and what comes back
    Shape{"BankAccount", "name:text iban:text bic:text"},
    Shape{"BankAccountWish", "name:text iban:text bic?:text"},
    Shape{"Payee",
          "firm:text number:integer account:BankAccount set_by:text set_at:moment "
          "confirmed_by:text? confirmed_at:moment?"},
    Shape{"PayeeSeen", "number:integer"},
    Shape{"Transfer",
          "id:text decision:text tranche:text award:text firm:text amount:money ordered_by:text "
          "ordered_at:moment state:text batch:text? payee:integer? status:text? settled_on:day? "
          "reference:text why:text revision?:integer"},
    Shape{"BatchWish", "pay_on:day payer:BankAccountWish"},
    Shape{"LeftOut", "transfer:Transfer reasons:[Reason]"},
    Shape{"Batch",
          "id:text office:text currency:text pay_on:day payer:BankAccount count:integer "
          "total:money made_by:text made_at:moment state:text exported_at:moment? "
          "revision:integer transfers?:[Transfer] left_out?:[LeftOut]"},
    Shape{"StatusException", "line:integer payment:text status:text amount:money? reason:Reason"},
    Shape{"Reconciliation",
          "id:text file:text office:text made_by:text made_at:moment matched:integer "
          "matched_sum:money failed:integer failed_sum:money repeated:integer pending:integer "
          "left_open:integer exceptions?:[StatusException]"},
    Shape{"Reconciled", "reconciliation:Reconciliation changed:flag unanswered:[Transfer]"},
    // values
    Shape{"Value",
          "id:text subject_kind:text subject:text kpi:text from:day to:day value:number? "
          "missing_why:text? source:text state:text reported_by:text reported_at:moment "
          "supersedes:text? verified_by:text? verified_at:moment? disputed_by:text? "
          "disputed_at:moment? dispute_why:text? revision:integer"},
    Shape{"ValueWish",
          "subject_kind?:text subject:text kpi:text from:day to:day value?:number "
          "missing_why?:text source?:text"},
    Shape{"ValuesWish", "values:[ValueWish]"},
    Shape{"Reported", "ids:[text] flags:integer"},
    Shape{"RowProblem", "line:integer column:text reasons:[Reason]"},
    Shape{"Imported", "accepted:integer refused:integer flags:integer problems:[RowProblem]"},
    Shape{"Ids", "ids:[text]"},
    Shape{"CorrectionWish", "value?:number missing_why?:text source?:text"},
    Shape{"Total",
          "axis:text id:text kpi:text from:day to:day kind:text value:number? values:integer"},
    Shape{"Resolution", "finding:text why:text by:text at:moment"},
    Shape{"Flag",
          "id:text kind:text severity:text observations:[text] statistic:number reason:Reason "
          "resolution:Resolution?"},
    Shape{"ResolutionWish", "finding:text why:text"},
    // oversight
    Shape{"SectorLevels", "sector:text level:[number]"},
    Shape{"RegionFigures", "region:text office?:text sectors:[SectorLevels] conditions?:[number]"},
    Shape{"ScoringWish", "kpi:text first_year:integer regions:[RegionFigures]"},
    Shape{"Interval", "low:number high:number"},
    Shape{"Reply", "by:text text:text at:moment"},
    Shape{"Scorecard",
          "id:text kpi:text first_year:integer last_year:integer region:text office:text "
          "growth:number mix:number conditions:number raw:number value_added:number "
          "interval:Interval reliability:number rank_low:integer rank_high:integer shown:day? "
          "reply:Reply? published:day? revision?:integer"},
    Shape{"ReplyWish", "text:text"},
    Shape{"AuditRecord",
          "seq:integer at:text actor:text role:text action:text subject_kind:text subject:text "
          "before:text? after:text? hash_prev:text hash:text"},
    Shape{"AuditHead", "day:text seq:integer hash:text"},
    Shape{"AuditFault", "seq:integer what:text"},
    Shape{"AuditCheck", "records:integer head:AuditHead faults:[AuditFault]"},
    // accounts
    Shape{"SignInWish", "person:text password:text"},
    Shape{"PasswordWish", "person:text current:text new:text"},
    Shape{"Session",
          "person:text name:text role:text office:text firm:text language:text csrf_token:text "
          "must_change_password:flag ends:moment demonstration:flag"},
    Shape{"Account",
          "person:text name:text role:text office:text firm:text language:text disabled:flag "
          "has_password:flag"},
    Shape{"AccountWish",
          "person:text name:text role:text office?:text firm?:text language?:text "
          "password:text"},
    Shape{"Post", "role:text office?:text firm?:text"},
    Shape{"TokenWish", "name:text scopes:text days:integer"},
    Shape{"TokenSecret", "id:text secret:text"},
    Shape{"TokenId", "id:text"},
    // planning
    Shape{"JobWish",
          "kind:text sector?:text region?:text goal?:text budget?:money years?:integer "
          "regions?:[text] company_types?:[text] risk_aversion?:number "
          "minimum_region_share?:number package?:object draws?:integer"},
    Shape{"Job", "id:text kind:text state:text what:text done:number faults:[text]"},
    Shape{"Problem", "type:text title:text status:integer detail?:text reasons?:[Reason]"},
};

}  // namespace

std::span<const Shape> shapes() {
  return kShapes;
}

}  // namespace formulary::server
