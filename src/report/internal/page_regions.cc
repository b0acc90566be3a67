#include <algorithm>
#include <map>
#include <sstream>

#include "report/internal/page_parts.h"

namespace formulary::report {

namespace {

constexpr std::size_t kTileLetters = 8;  // that fit on a tile
constexpr int kCommonFrom = 3;           // a word in so many names says nothing of its region

std::vector<std::string> words_in(const std::string& name) {
  std::istringstream stream(name);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// The first letters of a word, whole ones.
std::string letters(const std::string& word, std::size_t count) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < word.size(); ++at) {
    if ((static_cast<unsigned char>(word[at]) & 0xC0) != 0x80 && seen++ == count) break;
  }
  return word.substr(0, at);
}

std::string shortened(const std::string& word) {
  const std::string first = word.substr(0, word.find('-'));
  if (width(first) <= kTileLetters) return first;
  return letters(first, kTileLetters - 2) + ".";
}

// Short names for the tiles: the first word of a region's name that is not in many others, and
// where two come out alike, the first letter of the word that was left out.
std::map<std::string, std::string> short_names(const Voice& voice) {
  std::map<std::string, int> uses;
  for (const Region& region : voice.country().regions) {
    for (const std::string& word : words_in(voice.region(region.id))) ++uses[word];
  }
  std::map<std::string, std::string> names;
  std::map<std::string, int> same;
  for (const Region& region : voice.country().regions) {
    const std::vector<std::string> words = words_in(voice.region(region.id));
    const auto own = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
      return uses[word] < kCommonFrom;
    });
    names[region.id] = shortened(own != words.end() ? *own : voice.region(region.id));
    ++same[names[region.id]];
  }
  for (const Region& region : voice.country().regions) {
    std::string& name = names[region.id];
    if (same[name] < 2) continue;
    for (const std::string& word : words_in(voice.region(region.id))) {
      if (uses[word] < kCommonFrom) continue;
      name = letters(name, kTileLetters - 2) + " " + letters(word, 1) + ".";
      break;
    }
  }
  return names;
}

std::string chart_of(Page& page, const std::vector<Total>& totals, const Scale& scale,
                     const std::string& title, const std::string& spoken) {
  const Voice& voice = page.voice;
  const std::map<std::string, std::string> names = short_names(voice);
  std::vector<Tile> tiles;
  for (const Region& region : voice.country().regions) {
    Tile tile{region.tile_row, region.tile_column, names.at(region.id), 0, kNoNumber};
    for (const Total& total : totals) {
      if (total.id != region.id) continue;
      tile.value = total.budget.major();
      tile.shown = voice.figure(tile.value / scale.unit);
    }
    tiles.push_back(std::move(tile));
  }
  return tile_chart({page.next_chart(), title, spoken}, tiles);
}

std::string jobs_in(const Page& page, const std::string& region) {
  for (const RegionForecast& one : page.in.forecast.regions) {
    if (one.region == region) {
      return page.voice.change(one.jobs.p50) + " (" + page.voice.interval_of(one.jobs) + ")";
    }
  }
  return kNoNumber;
}

}  // namespace

void put_region_budget(Page& page) {
  const Voice& voice = page.voice;
  const std::vector<PlannedMeasure>& measures = page.in.package.measures;
  const std::vector<Total> totals = by_region(measures);
  const Money whole = total_of(measures);
  const Scale scale = scale_for(totals[0].budget.major(), voice.country(), voice.language());
  Table table;
  table.caption = voice.say(Phrase::q_regions);
  table.columns = {{voice.say(Phrase::col_region)},
                   {voice.say(Phrase::col_budget, {{"unit", scale.name}}), true},
                   {voice.say(Phrase::col_share), true},
                   {voice.say(Phrase::col_measures), true},
                   {voice.say(Phrase::col_jobs), true}};
  std::string spoken;
  for (const Total& total : totals) {
    table.rows.push_back({voice.region(total.id), voice.figure(total.budget.major() / scale.unit),
                          voice.percent(share_of(total.budget, whole)),
                          voice.number(total.measures, 0), jobs_in(page, total.id)});
    spoken += voice.region(total.id) + ": " + voice.money(total.budget.major()) + ". ";
  }
  const Card card{
      table.caption,
      voice.say(Phrase::f_regions, {{"count", std::to_string(totals.size())},
                                    {"total", std::to_string(voice.country().regions.size())},
                                    {"share", voice.percent(share_of(totals[0].budget, whole))},
                                    {"region", voice.region(totals[0].id)}}) +
          " " + voice.say(Phrase::tile_legend),
      scale.name + "; " + voice.say(Phrase::tile_none), period_of(page), package_source(page)};
  put_card(page, card, chart_of(page, totals, scale, card.question, spoken), table,
           Figures::beside);
}

}  // namespace formulary::report
