// How does a data portal find the open data? A DCAT-AP catalogue, in three languages.
#pragma once

#include <string>
#include <vector>

#include "publish/files.h"
#include "publish/public_record.h"

namespace formulary::publish {

// One dataset with its files.
struct CatalogueEntry {
  std::string id;
  Text title;
  Text description;
  std::vector<const OpenFile*> files;
  std::string conforms_to;  // URI of a standard; empty = none
};

// Write a catalogue of DCAT-AP 3.0.1 as JSON-LD; it needs nothing from elsewhere to be read.
std::string catalogue_of(const std::vector<CatalogueEntry>& entries, const PublicRecord& record,
                         const PublishOptions& options);

}  // namespace formulary::publish
