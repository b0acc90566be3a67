// Of which parts is the page made? The sections in their order and the card that they share.
#pragma once

#include <string>

#include "report/internal/charts.h"
#include "report/internal/digest.h"
#include "report/internal/html.h"
#include "report/internal/voice.h"
#include "report/page.h"

namespace formulary::report {

// The page as it is being written.
struct Page {
  const PageInput& in;
  Voice voice;
  Html html;
  int charts = 0;  // drawn so far, for ids

  std::string next_chart() { return "chart-" + std::to_string(++charts); }
};

// A question with its answer, its chart and the figures behind it (design/ux.md, chart card).
struct Card {
  std::string question;
  std::string finding;
  std::string unit;
  std::string period;
  std::string source;
};
enum class Figures { beside, below, folded };  // the table, of the chart

// Write a card; its heading is h3. The chart may be empty.
void put_card(Page& page, const Card& card, const std::string& chart, const Table& table,
              Figures figures);

// Open and close a section with its number and heading (h2).
void open_section(Page& page, int number, const char* id, Phrase title);
void close_section(Page& page);

void put_paragraph(Page& page, const std::string& text, const char* style = "");

// Write a block that warns; the word before the text says so without colour.
void put_warning(Page& page, const std::string& text);

// Write a table that opens on demand.
void put_folded(Page& page, const std::string& summary, const Table& table);

std::string period_of(const Page& page);  // the years of the programme
std::string simulation_source(const Page& page);
std::string package_source(const Page& page);

// Everything above section 1: masthead, answer, key figures, contents.
void put_opening(Page& page);
void put_diagnosis(Page& page);      // 1
void put_stage(Page& page);          // 2
void put_package(Page& page);        // 3
void put_budget(Page& page);         // 4
void put_region_budget(Page& page);  // the map in 4
void put_take_up(Page& page);        // 5
void put_results(Page& page);        // 6
void put_comparison(Page& page);     // 7
void put_choices(Page& page);        // 8
void put_schedule(Page& page);       // 9
void put_evidence(Page& page);       // 10
void put_reproduction(Page& page);   // 11

// The style sheet: light, dark and print.
std::string style_sheet();

}  // namespace formulary::report
