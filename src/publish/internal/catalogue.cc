#include "publish/catalogue.h"

#include "domain/demonstration.h"
#include "publish/internal/hash.h"
#include "publish/internal/json.h"

namespace formulary::publish {

namespace {

const std::string kAuthority = "http://publications.europa.eu/resource/authority/";

Json tagged(const Text& text) {
  Json list = Json::array();
  for (const Language language : {Language::en, Language::ru, Language::kk}) {
    list.push_back({{"@language", id_of(language)}, {"@value", text.in(language)}});
  }
  return list;
}

Json typed(const char* type, const Json& value) {
  return {{"@type", type}, {"@value", value}};
}

Json reference(const std::string& uri) {
  return {{"@id", uri}};
}

Json context() {
  return {{"dcat", "http://www.w3.org/ns/dcat#"},
          {"dct", "http://purl.org/dc/terms/"},
          {"foaf", "http://xmlns.com/foaf/0.1/"},
          {"spdx", "http://spdx.org/rdf/terms#"},
          {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
}

Json languages() {
  Json list = Json::array();
  for (const char* code : {"ENG", "RUS", "KAZ"}) {
    list.push_back(reference(kAuthority + "language/" + code));
  }
  return list;
}

// Titles and descriptions of a register in which all is made up begin by saying so.
Text titled(const Text& title, const PublicRecord& record) {
  return record.demonstration ? marked_as_demonstration(title) : title;
}
Text described(const Text& description, const PublicRecord& record) {
  return record.demonstration ? described_as_demonstration(description) : description;
}

Json distribution(const OpenFile& file, const CatalogueEntry& entry, const PublicRecord& record,
                  const PublishOptions& options) {
  const std::string uri = options.site + file.path;
  const bool is_csv = file.media_type == "text/csv" || file.path.ends_with(".csv");
  Json json{{"@id", uri},
            {"@type", "dcat:Distribution"},
            {"dcat:accessURL", reference(uri)},
            {"dcat:downloadURL", reference(uri)},
            {"dct:title", tagged(titled({file.path, file.path, file.path}, record))},
            {"dct:license", reference(kAuthority + "licence/CC_BY_4_0")},
            {"dct:format", reference(kAuthority + "file-type/" + (is_csv ? "CSV" : "JSON"))},
            {"dcat:mediaType",
             reference("https://www.iana.org/assignments/media-types/" + file.media_type)},
            {"dcat:byteSize", typed("xsd:nonNegativeInteger", std::to_string(file.bytes.size()))},
            {"spdx:checksum",
             {{"@type", "spdx:Checksum"},
              {"spdx:algorithm", reference("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")},
              {"spdx:checksumValue", typed("xsd:hexBinary", sha256_of(file.bytes))}}}};
  if (!entry.conforms_to.empty()) json["dct:conformsTo"] = reference(entry.conforms_to);
  return json;
}

}  // namespace

std::string catalogue_of(const std::vector<CatalogueEntry>& entries, const PublicRecord& record,
                         const PublishOptions& options) {
  const Json modified = typed("xsd:dateTime", record.as_of.text());
  const Json publisher{{"@id", options.site + "#publisher"},
                       {"@type", "foaf:Agent"},
                       {"foaf:name", tagged(options.publisher)}};
  const Json spatial = reference(kAuthority + "country/" + record.country->iso3);
  Json datasets = Json::array();
  for (const CatalogueEntry& entry : entries) {
    Json distributions = Json::array();
    for (const OpenFile* file : entry.files) {
      distributions.push_back(distribution(*file, entry, record, options));
    }
    datasets.push_back(
        {{"@id", options.site + "#" + entry.id},
         {"@type", "dcat:Dataset"},
         {"dct:identifier", entry.id},
         {"dct:title", tagged(titled(entry.title, record))},
         {"dct:description", tagged(described(entry.description, record))},
         {"dct:publisher", reference(options.site + "#publisher")},
         {"dct:modified", modified},
         {"dct:language", languages()},
         {"dct:spatial", spatial},
         {"dcat:theme",
          {reference(kAuthority + "data-theme/ECON"), reference(kAuthority + "data-theme/GOVE")}},
         {"dcat:distribution", distributions}});
  }
  const Text title{"Open data on the support of industry",
                   "Открытые данные о поддержке промышленности",
                   "Өнеркәсіпті қолдау туралы ашық деректер"};
  const Text description{
      "Programmes, awards, payments, decisions and results of public support, as on the record.",
      "Программы, поддержка, платежи, решения и результаты государственной поддержки по реестру.",
      "Мемлекеттік қолдаудың бағдарламалары, қаражаты, төлемдері, шешімдері мен нәтижелері."};
  return print({{"@context", context()},
                {"@id", options.site},
                {"@type", "dcat:Catalog"},
                {"dct:title", tagged(titled(title, record))},
                {"dct:description", tagged(described(description, record))},
                {"dct:publisher", publisher},
                {"dct:license", reference(kAuthority + "licence/CC_BY_4_0")},
                {"dct:language", languages()},
                {"dct:modified", modified},
                {"dct:spatial", spatial},
                {"dct:conformsTo", reference("https://semiceu.github.io/DCAT-AP/releases/3.0.1")},
                {"foaf:homepage", reference(options.site)},
                {"dcat:dataset", datasets}});
}

}  // namespace formulary::publish
