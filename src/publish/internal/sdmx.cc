#include "publish/sdmx.h"

#include <algorithm>
#include <vector>

#include "publish/kpi_totals.h"

namespace formulary::publish {

namespace {

// The frequency of a period's name (SDMX code list CL_FREQ); _O = none of the regular ones.
const char* frequency(const std::string& period) {
  if (period.size() == 4) return "A";
  if (period.find("-S") != std::string::npos) return "S";
  if (period.find("-Q") != std::string::npos) return "Q";
  return period.size() == 7 ? "M" : "_O";
}

// A unit in words as a code: capitals, digits and underscores.
std::string unit_code(const std::string& unit) {
  std::string code;
  for (const char c : unit) {
    const bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z',
               digit = c >= '0' && c <= '9';
    if (lower || upper || digit) {
      code += lower ? static_cast<char>(c - 'a' + 'A') : c;
    } else if (!code.empty() && code.back() != '_') {
      code += '_';
    }
  }
  while (code.ends_with('_')) code.pop_back();
  return code.empty() ? "_Z" : code;
}

std::string agency(const std::string& publisher) {
  std::string id;
  for (const char c : publisher) id += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return id;
}

}  // namespace

std::string time_period(Date from, Date to) {
  const std::string year = from.text().substr(0, 4);
  const bool starts_month = from.day() == 1;
  for (const int months : {12, 6, 3, 1}) {
    if (!starts_month || from.plus_months(months).plus_days(-1) != to) continue;
    if ((from.month() - 1) % months != 0) continue;
    const std::string number = std::to_string((from.month() - 1) / months + 1);
    if (months == 12) return year;
    if (months == 6) return year + "-S" + number;
    if (months == 3) return year + "-Q" + number;
    return from.text().substr(0, 7);
  }
  return from.text() + "/P" + std::to_string(to.days() - from.days() + 1) + "D";
}

std::string sdmx_of(const OpenTable& kpi_totals, const PublicRecord& record,
                    const PublishOptions& options, SdmxVersion version) {
  const bool is_2 = version == SdmxVersion::csv_2_0;
  std::string csv = is_2 ? "STRUCTURE,STRUCTURE_ID,ACTION," : "DATAFLOW,";
  csv += "FREQ,REF_AREA,SECTOR,KPI,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,CONF_STATUS\r\n";
  const auto column = [&](const char* name) { return kpi_totals.column(name); };
  for (const std::vector<OpenValue>& row : kpi_totals.rows) {
    const auto text = [&](const char* name) { return text_of(row[column(name)]); };
    const bool of_cell =
        text("programme") == kTotal && text("measure") == kTotal && text("company_type") == kTotal;
    if (!of_cell) continue;
    const std::string flow =
        agency(options.publisher_id) +
        (text("demonstration") == "true" ? ":DEMONSTRATION_KPI_TOTALS" : ":KPI_TOTALS");
    const std::string period =
        time_period(std::get<Date>(row[column("from")]), std::get<Date>(row[column("to")]));
    const std::string region = text("region"), status = text("status");
    const bool hidden = status == kSuppressed;
    csv += is_2 ? "dataflow," + flow + "(1.0.0),I," : flow + "(1.0),";
    for (const std::string& cell :
         {std::string(frequency(period)), region == kTotal ? record.country->iso3 : region,
          text("sector"), text("kpi"), period, text("value"), unit_code(text("unit")),
          hidden ? std::string("Q") : status}) {
      csv += cell + ",";
    }
    csv += hidden ? "C\r\n" : "F\r\n";
  }
  return csv;
}

}  // namespace formulary::publish
