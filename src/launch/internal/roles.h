// Who may do this? Roles, offices and the second person of domain.md, as checks that list reasons.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary {

// Say it when the actor names no person or has none of these roles.
void check_role(Reasons& reasons, const Actor& actor, std::initializer_list<UserRole> may);

// Say it when a manager's office is none of `offices`; no office at all among them lets any in.
void check_office(Reasons& reasons, const Actor& actor, const std::vector<std::string>& offices);

// Say it when the actor drafted or revised the programme or set one of its targets.
void check_second_person(Reasons& reasons, const Programme& programme, const Actor& actor);

// Manager of the programme's owner.
void check_manager(Reasons& reasons, const Programme& programme, const Actor& actor);
// Manager of the programme's owner, or of the measure's owner or delivering office.
void check_measure_manager(Reasons& reasons, const Programme& programme,
                           const ProgrammeMeasure* measure, const Actor& actor);
// Approver who is a second person.
void check_approver(Reasons& reasons, const Programme& programme, const Actor& actor);

// Say it when the programme is not open, beside the state of what moves inside it.
void check_open(Reasons& reasons, const Programme& programme);

// Say it when a written reason is blank.
void check_why(Reasons& reasons, const std::string& why);

// The programme's measure with this id; null when there is none.
const ProgrammeMeasure* measure_of(const Programme& programme, const std::string& id);

// The measure, or none and the reason.
const ProgrammeMeasure* check_measure(Reasons& reasons, const Programme& programme,
                                      const std::string& id);

}  // namespace formulary
