// How do statistical offices read the KPIs? SDMX-CSV, one row an observation.
#pragma once

#include <string>

#include "publish/open_table.h"
#include "publish/public_record.h"

namespace formulary::publish {

enum class SdmxVersion { csv_1_0, csv_2_0 };

// Write the figures by region and sector of a kpi_totals table. Dimensions: FREQ, REF_AREA (the
// country where all regions are meant), SECTOR (_T = all), KPI, TIME_PERIOD; measure OBS_VALUE;
// attributes UNIT_MEASURE, OBS_STATUS (A, L missing, Q suppressed) and CONF_STATUS (F free, C
// confidential). Demonstrations are a dataflow of their own.
std::string sdmx_of(const OpenTable& kpi_totals, const PublicRecord& record,
                    const PublishOptions& options, SdmxVersion version);

// Write a period as SDMX does: 2027, 2027-S1, 2027-Q1, 2027-03, or its first day and length.
std::string time_period(Date from, Date to);

}  // namespace formulary::publish
