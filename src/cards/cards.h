// What does the toolbox say, and what does this country look like? Folders of cards in, nouns out.
//
// Loading never stops at the first mistake: a failed Result holds every fault of the folder, each
// with its file, its line and a hint. docs/content.md defines the formats.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/country.h"
#include "domain/toolbox.h"

namespace formulary {

// Read a toolbox (content/): every card, every id it mentions, every rule between the cards.
// Faults name files from the folder's own name on: `content/kpis/net_jobs.yaml`.
Result<Toolbox> load_toolbox(const std::string& content_folder);

// Read a country pack (countries/NAME/) against the toolbox that its indicators, roles and
// instruments come from. Faults name files as `countries/NAME/...`.
Result<CountryPack> load_country(const std::string& country_folder, const Toolbox& toolbox);

// List every mistake of a toolbox and of all country packs beside it, and of what only both
// together show (a card that names a sector or a region of no country). Empty = all is well.
Faults check(const std::string& content_folder, const std::string& countries_folder);

// List the mistakes of one card given as text, as far as they show without the other cards: what
// an author sees while writing. The faults name `file`, whose stem the card's id must be.
enum class CardKind { instrument, kpi, problem };
Faults check_card(std::string_view text, CardKind kind, const std::string& file);

}  // namespace formulary
