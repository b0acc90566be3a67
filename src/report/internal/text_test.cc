#include "report/text.h"

#include <algorithm>
#include <array>
#include <fstream>

#include <doctest/doctest.h>

#include "report/internal/example.h"
#include "report/internal/format.h"
#include "report/internal/text_table.h"

namespace formulary::report {

namespace {

constexpr Language kLanguages[] = {Language::en, Language::ru, Language::kk};

// Every answer of the example in one language.
std::vector<std::string> answers(Language language, Colour colour) {
  const Example& all = example();
  const Reader reader{all.toolbox, all.country, language, colour};
  return {text_of(all.faults, language, colour),
          text_of(all.toolbox, reader),
          *text_of_instrument("tax_incentive", reader),
          text_of(std::vector<SectorStage>{all.stage}, reader),
          text_of(all.diagnosis, reader),
          text_of(all.sensitivity, reader),
          text_of(Configuration{all.package}, reader),
          text_of(Configuration{all.infeasible}, reader),
          text_of(all.package, all.forecast, reader)};
}

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  std::size_t from = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
    longest = std::max(longest, width(text.substr(from, end - from)));
    from = end + 1;
  }
  return longest;
}

}  // namespace

// Expected: by hand; a folder report_example also gets the texts for the eye.
TEST_CASE("every answer speaks plainly in every language and without colour") {
  for (const Language language : kLanguages) {
    std::string whole;
    for (const std::string& text : answers(language, Colour::off)) {
      CHECK(text.find('\x1b') == std::string::npos);
      CHECK(text.find(" nan") == std::string::npos);
      CHECK(text.find('{') == std::string::npos);
      CHECK(text.back() == '\n');
      whole += text + "\n----\n\n";
    }
    if (wants_pictures()) {
      std::ofstream(kPictures + std::string("text-") + id_of(language)) << whole;
    }
  }
}

// Expected: by hand, colour adds escapes and changes no letter.
TEST_CASE("colour changes nothing but colour") {
  const std::vector<std::string> plain = answers(Language::ru, Colour::off);
  const std::vector<std::string> bright = answers(Language::ru, Colour::on);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    std::string stripped;
    for (std::size_t at = 0; at < bright[i].size(); ++at) {
      if (bright[i][at] == '\x1b') {
        at = bright[i].find('m', at);
      } else {
        stripped += bright[i][at];
      }
    }
    CHECK(bright[i] != plain[i]);
    const auto squeezed = [](const std::string& text) {
      std::string words;
      for (const char c : text) {
        if (c != ' ') words += c;
      }
      return words;
    };
    CHECK(squeezed(stripped) == squeezed(plain[i]));
  }
}

// Expected: by hand, the sentence that the brief of the product names as its example.
TEST_CASE("the most important sentence comes first") {
  const Example& all = example();
  const Reader reader{all.toolbox, all.country, Language::en, Colour::off};
  CHECK(text_of(all.diagnosis, reader)
            .find("What holds the sector back most: workforce (access 31 "
                  "of 100, peers 52) and finance") != std::string::npos);
  CHECK(text_of(all.package, all.forecast, reader).rfind("In the simulation the package", 0) == 0);
  CHECK(text_of(Configuration{all.infeasible}, reader).rfind("No package keeps all", 0) == 0);
  CHECK(text_of({}, Language::kk, Colour::off) == "Құралдар жинағы мен ел деректері дұрыс.\n");
  CHECK(!text_of_instrument("nothing", reader));
}

// Expected: by hand; each language says what would help in its own words.
TEST_CASE("what would make a package possible is said in the reader's language") {
  const Example& all = example();
  Infeasible infeasible = all.infeasible;
  infeasible.remedy = Remedy::larger_budget;
  const auto said = [&](Language language) {
    std::string text =
        text_of(Configuration{infeasible}, Reader{all.toolbox, all.country, language, Colour::off});
    std::replace(text.begin(), text.end(), '\n', ' ');  // lines break where the width ends
    return text;
  };
  CHECK(said(Language::en).find("What would help: raise the budget (the cheapest tool") !=
        std::string::npos);
  CHECK(said(Language::ru).find("Что поможет: увеличить бюджет (самый дешёвый инструмент") !=
        std::string::npos);
  CHECK(said(Language::kk).find("Не көмектеседі: бюджетті ұлғайту (саланы тежейтін") !=
        std::string::npos);
}

// Expected: by hand; the example's campus is open to the region, and its plan holds 3 to 12 percent
// of it. A facility for one sector, and awards, hold their whole cost.
TEST_CASE("what a plan holds of a facility that is open to a region is said plainly") {
  const Example& all = example();
  Toolbox closed = all.toolbox;
  for (Instrument& card : closed.instruments) {
    for (Variant& form : card.variants) form.mechanism.open_to = OpenTo::sector;
  }
  const auto flat = [](std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');  // lines break where the width ends
    return text;
  };
  const auto plan = [&](const Toolbox& toolbox, Language language) {
    return flat(
        text_of(Configuration{all.package}, Reader{toolbox, all.country, language, Colour::off}));
  };
  const auto card = [&](const Toolbox& toolbox, Language language) {
    return flat(
        *text_of_instrument("joint_campus", Reader{toolbox, all.country, language, Colour::off}));
  };
  const std::array<std::pair<Language, std::array<const char*, 2>>, 3> said{
      {{Language::en, {"the programmes of other sectors", "those of the other sectors must bear"}},
       {Language::ru, {"программы других отраслей", "должны оплатить программы других отраслей"}},
       {Language::kk, {"қалғанын басқа салалар", "қалғанын басқа салалардың"}}}};
  for (const auto& [language, words] : said) {
    CHECK(plan(all.toolbox, language).find(words[0]) != std::string::npos);
    CHECK(plan(closed, language).find(words[0]) == std::string::npos);
    CHECK(card(all.toolbox, language).find(words[1]) != std::string::npos);
    CHECK(card(closed, language).find(words[1]) == std::string::npos);
  }
  CHECK(plan(all.toolbox, Language::en).find("the budget holds 3% – 12% of what it costs") !=
        std::string::npos);
}

// Expected: by hand, letters and not bytes are counted.
TEST_CASE("columns stand under each other in Cyrillic") {
  Table table;
  table.columns = {{"Отрасль"}, {"Год", true}};
  table.rows = {{"Жасанды", "2025"}, {"a", "9"}};
  CHECK(text_of_table(table, Colour::off) == "Отрасль   Год\nЖасанды  2025\na           9\n");
}

// Expected: by hand; words break, numbers do not, nothing is lost.
TEST_CASE("long cells break over lines and the table keeps its width") {
  Table table;
  table.columns = {{"a"}, {"b", true}};
  table.rows = {{"one two three four five six seven eight nine ten eleven twelve", "123 456"}};
  const std::string text = text_of_table(table, Colour::off, 40);
  CHECK(longest_line(text) <= 40);
  CHECK(text.find("twelve") != std::string::npos);
  CHECK(text.find("123 456") != std::string::npos);
}

}  // namespace formulary::report
