// Whose is a value? Awards, measures, programmes and regions, looked up once for many rows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "domain/observation.h"
#include "monitor/rollup.h"
#include "office/internal/steps.h"

namespace formulary::office {

class Subjects {
 public:
  // `all_awards`: read every award at once, for files; else one by one as they are asked for.
  enum class Awards { one_by_one, all_at_once };
  Subjects(const Call& call, Awards awards) : call_(call), awards_(awards), programmes_(call) {}

  // Whose a subject is; nothing where the record has none such.
  Outcome<std::optional<Owner>> owner(SubjectKind kind, const std::string& subject);
  // Where an award stands; MUST have been found by `owner`.
  const store::Register::Place& place(const std::string& award) const;
  // What an award promised of a KPI; null = nothing.
  const Obligation* promise(const std::string& award, const std::string& kpi) const;
  RollUpPlace roll_up_place(const std::string& award) const;

 private:
  Outcome<std::optional<Owner>> owner_of_award(const std::string& award);
  Outcome<Done> read_all();

  const Call& call_;
  Awards awards_;
  bool has_all_ = false;
  Programmes programmes_;
  std::unordered_map<std::string, store::Register::Place> places_;
};

}  // namespace formulary::office
