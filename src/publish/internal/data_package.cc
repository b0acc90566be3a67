#include "publish/data_package.h"

#include "base/must.h"
#include "domain/demonstration.h"
#include "publish/internal/hash.h"
#include "publish/internal/json.h"

namespace formulary::publish {

namespace {

const char* type_of(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "string";
    case ColumnType::integer:
      return "integer";
    case ColumnType::number:
    case ColumnType::money:
      return "number";
    case ColumnType::date:
      return "date";
    case ColumnType::flag:
      return "boolean";
  }
  return "any";
}

// Other languages than English stand under `translations`: the standard has one text a property.
Json translations(const Text& title, const Text& description) {
  return {{"ru", {{"title", title.ru}, {"description", description.ru}}},
          {"kk", {{"title", title.kk}, {"description", description.kk}}}};
}

Json schema_of(const OpenTable& table, const std::string& currency) {
  Json fields = Json::array();
  for (const OpenColumn& one : table.columns) {
    Json field{{"name", one.name},
               {"type", type_of(one.type)},
               {"title", one.description.en},
               {"description", one.description.en}};
    if (!one.unit.empty()) field["unit"] = one.unit == "currency" ? currency : one.unit;
    if (one.type == ColumnType::flag) {
      field["trueValues"] = list_of("true");
      field["falseValues"] = list_of("false");
    }
    for (const std::string& key : table.key) {
      if (key == one.name) field["constraints"] = {{"required", true}};
    }
    field["translations"] = {{"ru", one.description.ru}, {"kk", one.description.kk}};
    fields.push_back(std::move(field));
  }
  return {{"$schema", "https://datapackage.org/profiles/2.0/tableschema.json"},
          {"fields", fields},
          {"primaryKey", table.key},
          {"missingValues", list_of("")}};
}

// What a title and a description say, also where all of it is made up.
struct Said {
  Text title;
  Text description;
};
Said said(const Text& title, const Text& description, bool demonstration) {
  if (!demonstration) return {title, description};
  return {marked_as_demonstration(title), described_as_demonstration(description)};
}

Json resource_of(const OpenTable& table, const OpenFile& file, const std::string& currency,
                 bool demonstration) {
  const Said words = said(table.title, table.description, demonstration);
  return {{"name", table.name},
          {"type", "table"},
          {"profile", "tabular-data-resource"},
          {"path", file.path},
          {"title", words.title.en},
          {"description", words.description.en},
          {"translations", translations(words.title, words.description)},
          {"demonstration", demonstration},
          {"format", "csv"},
          {"mediatype", "text/csv"},
          {"encoding", "utf-8"},
          {"bytes", file.bytes.size()},
          {"hash", "sha256:" + sha256_of(file.bytes)},
          {"dialect",
           {{"delimiter", ","},
            {"lineTerminator", "\r\n"},
            {"quoteChar", "\""},
            {"doubleQuote", true},
            {"header", true}}},
          {"schema", schema_of(table, currency)}};
}

}  // namespace

std::string data_package_of(const std::vector<OpenTable>& tables, const std::vector<OpenFile>& csv,
                            const PublicRecord& record, const PublishOptions& options) {
  MUST(tables.size() == csv.size());
  const Text title{"Support of industry: programmes, awards, results",
                   "Поддержка промышленности: программы, средства, результаты",
                   "Өнеркәсіпті қолдау: бағдарламалар, қаражат, нәтижелер"};
  const Text description{
      "The public record of support programmes. A text that a spreadsheet would take for a formula "
      "has an apostrophe in front.",
      "Открытый реестр программ поддержки. Перед текстом, который табличный процессор принял бы за "
      "формулу, стоит апостроф.",
      "Қолдау бағдарламаларының ашық тізілімі. Кестелік процессор формула деп қабылдайтын "
      "мәтіннің алдында апостроф тұрады."};
  const Said words = said(title, description, record.demonstration);
  Json package{
      {"$schema", "https://datapackage.org/profiles/2.0/datapackage.json"},
      {"name", "formulary-open-data"},
      {"id", options.site + "datapackage.json"},
      {"title", words.title.en},
      {"description", words.description.en},
      {"translations", translations(words.title, words.description)},
      {"demonstration", record.demonstration},
      {"homepage", options.site},
      {"version", record.as_of.date().text()},
      {"created", record.as_of.text()},
      {"as_of", record.as_of.text()},
      {"country", record.country->iso3},
      {"keywords", Json::array({"industrial policy", "subsidies", "KPI", "grants"})},
      {"licenses", list_of({{"name", "CC-BY-4.0"},
                            {"title", "Creative Commons Attribution 4.0"},
                            {"path", "https://creativecommons.org/licenses/by/4.0/"}})},
      {"contributors", list_of({{"title", options.publisher.en}, {"roles", list_of("publisher")}})},
      {"sources", list_of({{"title", "Register of support programmes, " + options.publisher.en},
                           {"path", options.site}})}};
  Json resources = Json::array();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    resources.push_back(
        resource_of(tables[i], csv[i], record.country->currency, record.demonstration));
  }
  package["resources"] = std::move(resources);
  return print(package);
}

}  // namespace formulary::publish
