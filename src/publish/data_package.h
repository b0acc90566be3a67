// How does a program know the columns, units and licence of the tables? A Frictionless data
// package.
#pragma once

#include <string>
#include <vector>

#include "publish/files.h"
#include "publish/open_table.h"
#include "publish/public_record.h"

namespace formulary::publish {

// Describe the CSV files of the tables: datapackage.json of Data Package 2.0 (datapackage.org),
// readable as 1.0 too. `csv` holds the file of each table, in the same order.
std::string data_package_of(const std::vector<OpenTable>& tables, const std::vector<OpenFile>& csv,
                            const PublicRecord& record, const PublishOptions& options);

}  // namespace formulary::publish
