// What is published today? All tables and files of one release, and what is kept for the next.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "publish/files.h"
#include "publish/open_table.h"
#include "publish/public_record.h"

namespace formulary::publish {

struct Publication {
  std::vector<OpenTable> tables;  // by name
  std::vector<OpenFile> files;    // by path
  EarlierRelease release;         // the next publication is given it, with all earlier ones
  std::set<std::string> exposed;  // as in kpi_totals.h; should be empty
};

// Publish the record: each table as NAME.csv and NAME.json, datapackage.json, catalogue.jsonld,
// kpi-totals-sdmx-1.0.csv and -2.0.csv, grants-360giving.json and contracting-ocds.json (these two
// where there is something to tell). The same record and options give the same bytes, whatever the
// order of the input.
Publication publish(const PublicRecord& record, const PublishOptions& options);

// Write a release for keeping, and read it back. Errors: not such a text.
std::string encode_release(const EarlierRelease& release);
Result<EarlierRelease> decode_release(std::string_view json);

}  // namespace formulary::publish
