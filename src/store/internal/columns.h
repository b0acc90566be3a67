// Which column holds which member of a noun? Said once, for writing, reading and the audit.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include "domain/award.h"
#include "domain/flag.h"
#include "domain/observation.h"
#include "domain/programme.h"
#include "domain/review.h"
#include "domain/scorecard.h"
#include "store/artefacts.h"
#include "store/ledger.h"

namespace formulary::store {

// A noun that is read (const) or filled.
template <typename T, typename Noun>
concept Of = std::same_as<std::remove_const_t<T>, Noun>;

struct FactRow {
  std::string field;
  std::optional<double> number;
  std::string word;
};

template <typename V, Of<ReviewRule> T>
void rule_columns(V& v, T& t) {
  v("rule_version", t.version);
  v("rule_release_at", t.ladder.release_at);
  v("rule_partial_from", t.ladder.partial_from);
  v("rule_cure_months", t.ladder.cure_months);
  v("rule_on_failure", t.ladder.on_failure);
  v("rule_promise_en", t.ladder.counter_obligation.en);
  v("rule_promise_ru", t.ladder.counter_obligation.ru);
  v("rule_promise_kk", t.ladder.counter_obligation.kk);
}

template <typename V, Of<Programme> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("name_en", t.name.en);
  v("name_ru", t.name.ru);
  v("name_kk", t.name.kk);
  v("goal", t.goal);
  v("stage", t.stage);
  v("state", t.state);
  v("version", t.version);
  v("pretested_version", t.pretested_version);
  v("package_hash", t.package_hash);
  v("forecast_hash", t.forecast_hash);
  v("owner", t.owner);
  v("drafted_by", t.drafted_by);
  v("revised_by", t.revised_by);
  v("approved_by", t.approved_by);
  v("terminated_why", t.terminated_why);
  v("first_day", t.first_day);
  v("last_day", t.last_day);
  v("budget", t.budget);
  v("evaluation_method", t.evaluation.method);
  v("evaluation_comparison", t.evaluation.comparison);
  v("evaluation_outcomes", t.evaluation.outcomes);
  v("evaluation_follow_up_years", t.evaluation.follow_up_years);
  v("demonstration", t.demonstration);
}

template <typename V, Of<ProgrammeMeasure> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("instrument", t.instrument);
  v("variant", t.variant);
  v("sector", t.sector);
  v("region", t.region);
  v("company_type", t.company_type);
  v("dose", t.dose);
  v("dose_unit", t.dose_unit);
  v("budget", t.budget);
  v("budget_by_year", t.budget_by_year);
  v("owner", t.owner);
  v("delivery", t.delivery);
  v("selection", t.selection);
  v("award_years", t.award_years);
  v("tranches", t.tranches);
  rule_columns(v, t.rule);
}

template <typename V, Of<ProgrammeKpi> T>
void columns(V& v, T& t) {
  v("kpi", t.kpi);
}

template <typename V, Of<TargetVersion> T>
void columns(V& v, T& t) {
  v("baseline", t.baseline);
  v("target", t.target);
  v("due", t.due);
  v("set_by", t.by);
  v("set_at", t.at);
  v("why", t.why);
}

template <typename V, Of<Application> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("programme", t.programme);
  v("measure", t.measure);
  v("firm", t.firm);
  v("requested", t.requested);
  v("submitted", t.submitted);
  v("state", t.state);
  v("score", t.score);
  v("rank", t.rank);
  v("control_group", t.control_group);
}

template <typename V, Of<FactRow> T>
void columns(V& v, T& t) {
  v("field", t.field);
  v("number", t.number);
  v("word", t.word);
}

template <typename V, Of<Reason> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("text_en", t.text.en);
  v("text_ru", t.text.ru);
  v("text_kk", t.text.kk);
}

template <typename V, Of<Award> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("application", t.application);
  v("programme", t.programme);
  v("measure", t.measure);
  v("firm", t.firm);
  v("amount", t.amount);
  v("state", t.state);
  v("terminated_why", t.terminated_why);
  rule_columns(v, t.rule);
}

template <typename V, Of<Obligation> T>
void columns(V& v, T& t) {
  v("kpi", t.kpi);
  v("baseline", t.baseline);
  v("target", t.target);
  v("from_day", t.from);
  v("due", t.due);
  v("weight", t.weight);
}

template <typename V, Of<Tranche> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("number", t.number);
  v("amount", t.amount);
  v("released", t.released);
  v("given_up", t.given_up);
  v("asked_back", t.asked_back);
  v("due", t.due);
  v("state", t.state);
  v("cure_until", t.cure_until);
  v("failed_reviews", t.failed_reviews);
  v("last_decision", t.last_decision);
}

template <typename V, Of<Observation> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("subject_kind", t.subject_kind);
  v("subject", t.subject);
  v("kpi", t.kpi);
  v("from_day", t.from);
  v("to_day", t.to);
  v("value", t.value);
  v("missing_why", t.missing_why);
  v("source", t.source);
  v("reported_by", t.reported_by);
  v("reported_at", t.reported_at);
  v("state", t.state);
  v("supersedes", t.supersedes);
  v("verified_by", t.verified_by);
  v("verified_at", t.verified_at);
  v("disputed_by", t.disputed_by);
  v("disputed_at", t.disputed_at);
  v("dispute_why", t.dispute_why);
}

template <typename V, Of<Decision> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("tranche", t.tranche);
  v("kind", t.kind);
  v("action", t.action);
  v("pay", t.pay);
  v("give_up", t.give_up);
  v("claw_back", t.claw_back);
  v("cure_until", t.cure_until);
  v("why", t.why);
  v("decided_by", t.decided_by);
  v("decided_at", t.decided_at);
}

template <typename V, Of<Payment> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("tranche", t.tranche);
  v("decision", t.decision);
  v("amount", t.amount);
  v("paid_at", t.paid_at);
}

template <typename V, Of<KeptProposal> T>
void columns(V& v, T& t) {
  v("day", t.day);
  v("body", t.body);
  columns(v, t.before);
}

template <typename V, Of<Lottery> T>
void columns(V& v, T& t) {
  v("seed", t.seed);
  v("published_at", t.published_at);
}

template <typename V, Of<QualityFlag> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("kind", t.kind);
  v("severity", t.severity);
  v("observations", t.observations);
  v("statistic", t.statistic);
  v("reason", t.reason.id);
  v("text_en", t.reason.text.en);
  v("text_ru", t.reason.text.ru);
  v("text_kk", t.reason.text.kk);
}

template <typename V, Of<FlagResolution> T>
void columns(V& v, T& t) {
  v("finding", t.finding);
  v("why", t.why);
  v("resolved_by", t.by);
  v("resolved_at", t.at);
}

template <typename V, Of<Scorecard> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("kpi", t.kpi);
  v("first_year", t.first_year);
  v("last_year", t.last_year);
  v("region", t.score.region);
  v("office", t.score.office);
  v("growth", t.score.growth);
  v("mix", t.score.mix);
  v("conditions", t.score.conditions);
  v("raw", t.score.raw);
  v("value_added", t.score.value_added);
  v("low", t.score.low);
  v("high", t.score.high);
  v("reliability", t.score.reliability);
  v("rank_low", t.score.rank_low);
  v("rank_high", t.score.rank_high);
  v("shown", t.shown);
  v("published", t.published);
}

template <typename V, Of<Reply> T>
void columns(V& v, T& t) {
  v("reply_by", t.by);
  v("reply_text", t.text);
  v("reply_at", t.at);
}

template <typename T>
constexpr const char* kTable = nullptr;
template <>
inline constexpr const char* kTable<Programme> = "programme";
template <>
inline constexpr const char* kTable<ProgrammeMeasure> = "measure";
template <>
inline constexpr const char* kTable<ProgrammeKpi> = "measure_kpi";
template <>
inline constexpr const char* kTable<TargetVersion> = "target_version";
template <>
inline constexpr const char* kTable<Application> = "application";
template <>
inline constexpr const char* kTable<FactRow> = "application_fact";
template <>
inline constexpr const char* kTable<Reason> = "application_reason";
template <>
inline constexpr const char* kTable<Award> = "award";
template <>
inline constexpr const char* kTable<Obligation> = "obligation";
template <>
inline constexpr const char* kTable<Tranche> = "tranche";
template <>
inline constexpr const char* kTable<Observation> = "observation";
template <>
inline constexpr const char* kTable<Decision> = "decision";
template <>
inline constexpr const char* kTable<Payment> = "payment";
template <>
inline constexpr const char* kTable<KeptProposal> = "proposal";
template <>
inline constexpr const char* kTable<Lottery> = "lottery";
template <>
inline constexpr const char* kTable<QualityFlag> = "quality_flag";
template <>
inline constexpr const char* kTable<FlagResolution> = "flag_resolution";
template <>
inline constexpr const char* kTable<Scorecard> = "scorecard";
template <>
inline constexpr const char* kTable<Reply> = "scorecard_reply";

}  // namespace formulary::store
