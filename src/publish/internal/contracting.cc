#include "publish/contracting.h"

#include <algorithm>

#include "publish/internal/json.h"
#include "publish/internal/shelf.h"

namespace formulary::publish {

namespace {

std::string moment(Date day) {
  return day.text() + "T00:00:00Z";
}

const char* tender_status(ProgrammeState state) {
  switch (state) {
    case ProgrammeState::approved:
      return "planned";
    case ProgrammeState::open:
      return "active";
    case ProgrammeState::terminated:
      return "cancelled";
    default:
      return "complete";
  }
}

const char* milestone_status(const Tranche& tranche) {
  switch (tranche.state) {
    case TrancheState::planned:
    case TrancheState::due:
      return "scheduled";
    case TrancheState::released:
      return "met";
    case TrancheState::partly_released:
      return "partiallyMet";
    case TrancheState::reduced:
      return tranche.released > Money() ? "partiallyMet" : "notMet";
    default:
      return "notMet";
  }
}

class Releases {
 public:
  Releases(const PublicRecord& record, const PublishOptions& options) : shelf_(record, options) {
    for (const auto& [id, award] : shelf_.awards()) awards_[award.measure].push_back(&award);
    for (const PaymentMade& one : record.payments) {
      const PlacedTranche* tranche = shelf_.tranche(one.tranche);
      if (tranche != nullptr) payments_[tranche->award].push_back(&one);
    }
    for (auto& [award, payments] : payments_) {
      std::sort(payments.begin(), payments.end(), [](const auto* a, const auto* b) {
        return std::tie(a->day, a->id) < std::tie(b->day, b->id);
      });
    }
    for (const Decision& one : record.decisions) decisions_[one.id] = &one;
  }

  std::string document() const {
    const PublishOptions& options = shelf_.options();
    Json releases = Json::array();
    for (const auto& [id, programme] : shelf_.programmes()) {
      std::vector<const ProgrammeMeasure*> measures;
      for (const ProgrammeMeasure& one : programme->measures) measures.push_back(&one);
      std::sort(measures.begin(), measures.end(),
                [](const auto* a, const auto* b) { return a->id < b->id; });
      for (const ProgrammeMeasure* one : measures) releases.push_back(release(*programme, *one));
    }
    if (releases.empty()) return "";
    return print({{"uri", options.site + "contracting-ocds.json"},
                  {"version", "1.1"},
                  {"publishedDate", shelf_.record().as_of.text()},
                  {"publisher", {{"name", options.publisher.en}, {"uri", options.site}}},
                  {"license", "https://creativecommons.org/licenses/by/4.0/"},
                  {"releases", releases}});
  }

 private:
  using Awards = std::vector<const PlacedAward*>;

  Json value_of(Money amount) const {
    return {{"amount", number_of(amount)}, {"currency", shelf_.currency()}};
  }

  Json office(const std::string& id) const {
    return {{"id", "office-" + id}, {"name", shelf_.office_name(id).en}};
  }
  Json firm(const PlacedAward& award) const {
    return {{"id", "firm-" + award.recipient}, {"name", award.recipient_name}};
  }

  static std::string owner_of(const Programme& programme, const ProgrammeMeasure& measure) {
    return measure.owner.empty() ? programme.owner : measure.owner;
  }

  // A firm is named once, however many awards it has.
  Json parties(const std::string& owner, const std::string& delivery, const Awards& awards) const {
    Json list = Json::array();
    Json buyer = office(owner);
    buyer["roles"] = Json::array({"buyer", "payer"});
    list.push_back(std::move(buyer));
    if (!delivery.empty() && delivery != owner) {
      Json entity = office(delivery);
      entity["roles"] = list_of("procuringEntity");
      list.push_back(std::move(entity));
    }
    std::map<std::string, Json> firms;
    for (const PlacedAward* one : awards) {
      Json supplier = firm(*one);
      supplier["roles"] = Json::array({"supplier", "payee"});
      const PublishOptions& options = shelf_.options();
      if (options.recipients == Recipients::named && !options.organisation_scheme.empty()) {
        supplier["identifier"] = {{"scheme", options.organisation_scheme},
                                  {"id", one->recipient},
                                  {"legalName", one->recipient_name}};
      }
      firms[one->recipient] = std::move(supplier);
    }
    for (auto& [id, supplier] : firms) list.push_back(std::move(supplier));
    return list;
  }

  Json milestone(const PlacedAward& award, const Tranche& one) const {
    Json json{{"id", shelf_.shown(award, one.id)},
              {"title", "Tranche " + std::to_string(one.number) + " of " +
                            std::to_string(award.award->tranches.size())},
              {"type", "payment"},
              {"code", id_of(one.state)},
              {"dueDate", moment(one.due)},
              {"status", milestone_status(one)},
              {"value", value_of(one.amount)}};
    const auto decision = decisions_.find(one.last_decision);
    if (decision != decisions_.end()) {
      const std::string day = moment(decision->second->decided_at.date());
      json["dateModified"] = day;
      if (one.state == TrancheState::released) json["dateMet"] = day;
    }
    return json;
  }

  Json transactions(const PlacedAward& award, const std::string& owner) const {
    Json list = Json::array();
    const auto payments = payments_.find(&award);
    if (payments == payments_.end()) return list;
    for (const PaymentMade* one : payments->second) {
      list.push_back({{"id", shelf_.shown(award, one->id)},
                      {"date", moment(one->day)},
                      {"value", value_of(one->amount)},
                      {"payer", office(owner)},
                      {"payee", firm(award)}});
    }
    return list;
  }

  Json contract(const PlacedAward& award, const std::string& owner) const {
    const std::string id = shelf_.shown(award, award.award->id);
    std::vector<const Tranche*> tranches;
    for (const Tranche& one : award.award->tranches) tranches.push_back(&one);
    std::sort(tranches.begin(), tranches.end(), [](const auto* a, const auto* b) {
      return std::tie(a->number, a->id) < std::tie(b->number, b->id);
    });
    Json milestones = Json::array();
    for (const Tranche* one : tranches) milestones.push_back(milestone(award, *one));
    Json json{{"id", id},
              {"awardID", id},
              {"status", award.award->state == AwardState::active ? "active" : "terminated"},
              {"value", value_of(award.award->amount)},
              {"dateSigned", moment(award.day)},
              {"milestones", milestones}};
    Json paid = transactions(award, owner);
    if (!paid.empty()) json["implementation"] = {{"transactions", std::move(paid)}};
    return json;
  }

  Json tender(const Programme& programme, const ProgrammeMeasure& measure,
              const std::string& ocid) const {
    const std::string instrument = shelf_.instrument_name(measure.instrument).en;
    const std::string& desk =
        measure.delivery.empty() ? owner_of(programme, measure) : measure.delivery;
    return {
        {"id", ocid + "-tender"},
        {"title", (programme.demonstration ? "[demonstration] " : "") + instrument + ", " +
                      shelf_.sector_name(measure.sector).en + ", " +
                      shelf_.region_name(measure.region).en},
        {"description", "Call for applications under the programme " + programme.name.en},
        {"status", tender_status(programme.state)},
        {"procuringEntity", office(desk)},
        {"value", value_of(measure.budget)},
        {"procurementMethod", "open"},
        {"procurementMethodDetails", std::string("support chosen by ") + id_of(measure.selection)},
        {"contractPeriod",
         {{"startDate", moment(programme.first_day)}, {"endDate", moment(programme.last_day)}}}};
  }

  Json release(const Programme& programme, const ProgrammeMeasure& measure) const {
    static const Awards kNone;
    const auto found = awards_.find(&measure);
    const Awards& awards = found == awards_.end() ? kNone : found->second;
    const std::string owner = owner_of(programme, measure);
    const std::string ocid = shelf_.options().ocid_prefix + "-" + programme.id + "-" + measure.id;
    Json tags = list_of("tender"), made = Json::array(), contracts = Json::array();
    bool paid = false;
    for (const PlacedAward* one : awards) {
      made.push_back({{"id", shelf_.shown(*one, one->award->id)},
                      {"status", "active"},
                      {"date", moment(one->day)},
                      {"value", value_of(one->award->amount)},
                      {"suppliers", list_of(firm(*one))}});
      contracts.push_back(contract(*one, owner));
      paid = paid || payments_.contains(one);
    }
    if (!awards.empty()) tags.insert(tags.end(), {"award", "contract"});
    if (paid) tags.push_back("implementation");
    return {{"ocid", ocid},
            {"id", ocid + "-" + shelf_.record().as_of.date().text()},
            {"date", shelf_.record().as_of.text()},
            {"tag", tags},
            {"initiationType", "tender"},
            {"language", "en"},
            {"demonstration", programme.demonstration},
            {"parties", parties(owner, measure.delivery, awards)},
            {"buyer", office(owner)},
            {"tender", tender(programme, measure, ocid)},
            {"awards", made},
            {"contracts", contracts}};
  }

  Shelf shelf_;
  std::map<const ProgrammeMeasure*, Awards> awards_;  // by id of the award
  std::map<const PlacedAward*, std::vector<const PaymentMade*>> payments_;
  std::map<std::string, const Decision*> decisions_;
};

}  // namespace

std::string contracting_of(const PublicRecord& record, const PublishOptions& options) {
  return Releases(record, options).document();
}

}  // namespace formulary::publish
