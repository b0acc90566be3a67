#include "publish/grants.h"

#include <algorithm>

#include "publish/internal/json.h"
#include "publish/internal/shelf.h"

namespace formulary::publish {

namespace {

class Grants {
 public:
  Grants(const PublicRecord& record, const PublishOptions& options) : shelf_(record, options) {
    for (const PaymentMade& one : record.payments) {
      const PlacedTranche* tranche = shelf_.tranche(one.tranche);
      if (tranche != nullptr) payments_[tranche->award->award->id].push_back(&one);
    }
    for (auto& [award, payments] : payments_) {
      std::sort(payments.begin(), payments.end(), [](const auto* a, const auto* b) {
        return std::tie(a->day, a->id) < std::tie(b->day, b->id);
      });
    }
  }

  std::string document() const {
    if (shelf_.awards().empty()) return "";
    const PublishOptions& options = shelf_.options();
    Json grants = Json::array();
    for (const auto& [id, award] : shelf_.awards()) grants.push_back(grant(award));
    return print({{"version", "1.1"},
                  {"title", "Support of industry, " + options.publisher.en},
                  {"issued", shelf_.record().as_of.date().text()},
                  {"modified", shelf_.record().as_of.text()},
                  {"identifier", options.grant_prefix},
                  {"license", "https://creativecommons.org/licenses/by/4.0/"},
                  {"publisher", {{"name", options.publisher.en}, {"website", options.site}}},
                  {"downloadURL", options.site + "grants-360giving.json"},
                  {"grants", grants}});
  }

 private:
  std::string own_id(const std::string& id) const {
    return shelf_.options().grant_prefix + "-org:" + id;
  }

  Json recipient(const PlacedAward& award) const {
    const PublishOptions& options = shelf_.options();
    const bool official =
        options.recipients == Recipients::named && !options.organisation_scheme.empty();
    return {{"id", official ? options.organisation_scheme + "-" + award.recipient
                            : own_id(award.recipient)},
            {"name", award.recipient_name}};
  }

  Json location(const std::string& region) const {
    Json place{{"id", region}, {"name", shelf_.region_name(region).en}};
    const bool iso = region.size() > 3 && region[2] == '-';  // ISO 3166-2
    if (iso) {
      place["countryCode"] = region.substr(0, 2);
      place["geoCode"] = region;
      place["geoCodeType"] = "ISO 3166-2";
    }
    return place;
  }

  static Date last_day(const Award& award) {
    Date last;
    for (const Obligation& one : award.obligations) last = std::max(last, one.due);
    for (const Tranche& one : award.tranches) last = std::max(last, one.due);
    return last;
  }

  Json grant(const PlacedAward& placed) const {
    const Award& award = *placed.award;
    const ProgrammeMeasure& measure = *placed.measure;
    const bool demonstration = placed.programme->demonstration;
    const std::string instrument = shelf_.instrument_name(measure.instrument).en;
    const std::string owner = measure.owner.empty() ? placed.programme->owner : measure.owner;
    Money paid;
    Json transactions = Json::array();
    const auto payments = payments_.find(award.id);
    if (payments != payments_.end()) {
      for (const PaymentMade* one : payments->second) {
        paid = paid + one->amount;
        transactions.push_back({{"id", shelf_.shown(placed, one->id)},
                                {"transactionDate", one->day.text()},
                                {"currency", shelf_.currency()},
                                {"value", number_of(one->amount)},
                                {"provider", own_id(owner)},
                                {"recipient", recipient(placed)["id"]}});
      }
    }
    const std::string title = instrument + ", " + shelf_.sector_name(measure.sector).en + ", " +
                              shelf_.region_name(measure.region).en;
    return {{"id", shelf_.options().grant_prefix + "-" + shelf_.shown(placed, award.id)},
            {"title", (demonstration ? "[demonstration] " : "") + title},
            {"description", "Award under the measure " + measure.id + " of the programme " +
                                placed.programme->name.en + ", paid in " +
                                std::to_string(award.tranches.size()) +
                                " tranches on condition of agreed results."},
            {"currency", shelf_.currency()},
            {"amountAwarded", number_of(award.amount)},
            {"amountDisbursed", number_of(paid)},
            {"awardDate", placed.day.text()},
            {"plannedDates",
             list_of({{"startDate", placed.day.text()}, {"endDate", last_day(award).text()}})},
            {"recipientOrganization", list_of(recipient(placed))},
            {"beneficiaryLocation", list_of(location(measure.region))},
            {"fundingOrganization",
             list_of({{"id", own_id(owner)}, {"name", shelf_.office_name(owner).en}})},
            {"grantProgramme",
             list_of({{"code", placed.programme->id}, {"title", placed.programme->name.en}})},
            {"fromOpenCall", "Yes"},
            {"disbursementTransaction", transactions},
            {"dateModified", shelf_.record().as_of.text()},
            {"dataSource", shelf_.options().site},
            {"demonstration", demonstration}};
  }

  Shelf shelf_;
  std::map<std::string, std::vector<const PaymentMade*>> payments_;  // by award
};

}  // namespace

std::string grants_of(const PublicRecord& record, const PublishOptions& options) {
  return Grants(record, options).document();
}

}  // namespace formulary::publish
