#include "report/page.h"

#include <cmath>
#include <fstream>
#include <set>

#include <doctest/doctest.h>

#include "report/internal/digest.h"
#include "report/internal/example.h"
#include "report/internal/html.h"
#include "report/internal/phrases.h"

namespace formulary::report {

namespace {

constexpr Language kLanguages[] = {Language::en, Language::ru, Language::kk};

std::string page_in(Language language) {
  const Example& all = example();
  return page({all.toolbox, all.country, all.stage, all.diagnosis, all.package, all.forecast},
              language);
}

// Check that tags open and close in order, as XML wants; the first complaint, or nothing.
std::string unbalanced(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    const std::size_t end = html.find('>', at);
    if (end == std::string::npos) return "a tag without an end";
    std::string tag = html.substr(at + 1, end - at - 1);
    at = end;
    if (tag.empty() || tag[0] == '!') continue;
    if (tag.back() == '/') continue;
    const std::string name = tag.substr(tag[0] == '/', tag.find_first_of(" \n") - (tag[0] == '/'));
    if (tag[0] != '/') {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return "</" + name + "> closes " + (open.empty() ? "nothing" : open.back());
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back() + " is never closed";
}

// Everything that stands between a prefix and the next of some letters.
std::set<std::string> all_after(const std::string& text, const std::string& prefix,
                                const char* ends) {
  std::set<std::string> found;
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at)) {
    at += prefix.size();
    found.insert(text.substr(at, text.find_first_of(ends, at) - at));
  }
  return found;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace

// Expected: by definition of XML; a folder report_example also gets the pages for the eye.
TEST_CASE("the page is well formed in every language") {
  for (const Language language : kLanguages) {
    const std::string html = page_in(language);
    CHECK(unbalanced(html) == "");
    if (wants_pictures()) {
      std::ofstream(kPictures + std::string("page-") + id_of(language) + ".html") << html;
    }
  }
}

// Expected: by hand, what WCAG 2.2 and a page without a network ask for.
TEST_CASE("the page stands alone and has its landmarks, one h1 and its language") {
  for (const Language language : kLanguages) {
    const std::string html = page_in(language);
    CHECK(html.find("<html lang=\"" + std::string(id_of(language)) + "\">") != std::string::npos);
    for (const char* landmark : {"<h1>", "<main", "<header>", "<footer>", "<nav"}) {
      CHECK(count_of(html, landmark) == 1);
    }
    CHECK(html.find("<script") == std::string::npos);
    for (const char* link : {"src=\"", "href=\"", "url("}) {
      for (const std::string& target : all_after(html, link, "\")")) {
        CHECK_MESSAGE(target[0] == '#', target);
      }
    }
    CHECK(count_of(html, "<svg") == count_of(html, "role=\"img\""));
    CHECK(count_of(html, "<table") == count_of(html, "<caption"));
    CHECK(count_of(html, "<table") == count_of(html, "tabindex=\"0\""));
  }
}

// Expected: by hand, every id is used once and every reference has its id.
TEST_CASE("ids are unique and references lead somewhere") {
  const std::string html = page_in(Language::kk);
  const std::set<std::string> ids = all_after(html, " id=\"", "\"");
  CHECK(ids.size() == count_of(html, " id=\""));
  for (const std::string& target : all_after(html, "href=\"#", "\"")) {
    CHECK_MESSAGE(ids.count(target) == 1, target);
  }
  for (const std::string& target : all_after(html, "url(#", ")")) {
    CHECK_MESSAGE(ids.count(target) == 1, target);
  }
  for (const std::string& label : all_after(html, "aria-labelledby=\"", "\" ")) {
    CHECK_MESSAGE(ids.count(label) == 1, label);
  }
}

// Expected: by hand; the sentence stands with the reasons of the campus, which is open to a region.
TEST_CASE("the page says who else must pay for a facility") {
  const std::string html = page_in(Language::en);
  CHECK(count_of(html, "the budget holds 3% – 12% of what it costs") == 1);
}

// Expected: the names of the example in each language; nothing is lost and nothing is a hole.
TEST_CASE("the page names every tool, region, KPI and problem of the answer") {
  const Example& all = example();
  for (const Language language : kLanguages) {
    const std::string html = page_in(language);
    for (const Total& tool : by_instrument(all.package.measures)) {
      const std::string& name = all.toolbox.instrument(tool.id)->name.in(language);
      CHECK_MESSAGE(html.find(name) != std::string::npos, name);
    }
    for (const Total& region : by_region(all.package.measures)) {
      const std::string& name = all.country.region(region.id)->name.in(language);
      CHECK_MESSAGE(html.find(name) != std::string::npos, name);
    }
    for (const Kpi& kpi : all.toolbox.kpis) {
      CHECK_MESSAGE(html.find(kpi.name.in(language)) != std::string::npos, kpi.id);
    }
    for (const RankedProblem& problem : all.diagnosis.problems) {
      const std::string& name = all.toolbox.problem(problem.problem)->name.in(language);
      CHECK_MESSAGE(html.find(name) != std::string::npos, name);
    }
    for (const char* hole : {"NaN", "nan<", "inf<", "{", "}"}) {
      const std::string body = html.substr(html.find("<body>"));
      CHECK_MESSAGE(body.find(hole) == std::string::npos, hole);
    }
  }
}

// Expected: by hand; names come from files and may hold anything.
TEST_CASE("text from cards and packs is escaped") {
  Example all = example();
  all.country.sectors[0].name.en = "<b>&\"\x01\xff";
  all.toolbox.instruments[0].name.en = "</table><script>alert(1)</script>";
  const std::string html =
      page({all.toolbox, all.country, all.stage, all.diagnosis, all.package, all.forecast},
           Language::en);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("&lt;b&gt;&amp;&quot;\xEF\xBF\xBD\xEF\xBF\xBD") != std::string::npos);
  CHECK(unbalanced(html) == "");
}

// Expected: by construction; answers with nothing in them still make a whole page.
TEST_CASE("empty answers and figures that are not numbers make a whole page") {
  const Example& all = example();
  Package nothing;
  nothing.envelope = all.package.envelope;
  Forecast silent;
  SectorStage blind;
  blind.no_data = true;
  for (const Language language : kLanguages) {
    const std::string html =
        page({all.toolbox, all.country, blind, Diagnosis{}, nothing, silent}, language);
    CHECK(unbalanced(html) == "");
  }
  Forecast broken = all.forecast;
  const double nan = std::nan("");
  broken.benefit = {nan, nan, nan, nan, nan, nan};
  broken.kpis[0].with_policy[2].p95 = nan;
  broken.take_up[0].eligible = broken.benefit;
  broken.comparison->gain = broken.benefit;
  const std::string html =
      page({all.toolbox, all.country, all.stage, all.diagnosis, all.package, broken}, Language::ru);
  CHECK(unbalanced(html) == "");
  CHECK(html.find("\"nan") == std::string::npos);
  CHECK(html.find(" nan") == std::string::npos);
}

// Expected: by hand, the honest wording follows the sign and the interval of the gain.
TEST_CASE("a package that loses to the blanket programme is called so") {
  const Example& all = example();
  const auto finding = [&](Spread gain) {
    Forecast forecast = all.forecast;
    forecast.comparison->gain = gain;
    return page({all.toolbox, all.country, all.stage, all.diagnosis, all.package, forecast},
                Language::en);
  };
  CHECK(finding({-2e9, -3e9, -2.5e9, -2e9, -1.5e9, -1e9}).find("should not be adopted") !=
        std::string::npos);
  CHECK(finding({-2e9, -3e9, -2.5e9, -2e9, -1e9, 1e9}).find("Probably not") != std::string::npos);
  CHECK(finding({2e9, -1e9, 1e9, 2e9, 3e9, 4e9}).find("Probably, but not for certain") !=
        std::string::npos);
}

// Expected: invariance, the page has no clock and no chance in it.
TEST_CASE("the same answers give the same page, whatever the speed of the run") {
  const Example& all = example();
  Forecast slower = all.forecast;
  slower.run.seconds = 1000;
  CHECK(page({all.toolbox, all.country, all.stage, all.diagnosis, all.package, slower},
             Language::en) == page_in(Language::en));
}

// Expected: by definition of the table; words that are the same in Russian and Kazakh are few.
TEST_CASE("every phrase exists in three languages with the same holes") {
  int same = 0;
  for (std::size_t i = 0; i < kPhrases; ++i) {
    const Words& words = words_of(static_cast<Phrase>(i));
    const auto holes = all_after(words.en, "{", "}");
    for (const Language language : kLanguages) {
      CHECK_MESSAGE(std::string(words.in(language)) != "", words.en);
      CHECK_MESSAGE(all_after(words.in(language), "{", "}") == holes, words.en);
    }
    CHECK_MESSAGE(std::string(words.ru) != words.en, words.en);
    if (std::string(words.ru) == words.kk) ++same;
  }
  CHECK(same < 12);
}

// Expected: by hand.
TEST_CASE("bytes that are no UTF-8 are replaced, one by one") {
  CHECK(escape("a<b>&\"") == "a&lt;b&gt;&amp;&quot;");
  CHECK(escape("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(escape("қ\xE2\x82") == "қ\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(escape("₸") == "₸");
}

}  // namespace formulary::report
