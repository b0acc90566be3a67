#include "report/internal/html.h"

#include "base/must.h"

namespace formulary::report {

namespace {

constexpr const char* kReplacement = "\xEF\xBF\xBD";

// The bytes of the UTF-8 character at the start of `text`; 0 when there is none.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 && lead <= 0xF4   ? 4
                           : lead >= 0xE0 && lead <= 0xEF ? 3
                           : lead >= 0xC2 && lead <= 0xDF ? 2
                                                          : 0;
  if (size == 0 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
  const bool too_large = lead == 0xF4 && byte(1) >= 0x90;
  const bool no_character = lead == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE;
  return overlong || surrogate || too_large || no_character ? 0 : size;
}

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return {};
  }
}

const char* word(Mark mark) {
  return mark == Mark::good ? "good" : mark == Mark::warn ? "warn" : "bad";
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const char c = text[0];
    const bool control =
        (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    if (size == 0 || control) {
      out += kReplacement;
    } else if (const std::string_view name = entity(c); !name.empty()) {
      out += name;
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

void Html::start(std::string_view tag, const Attributes& attributes) {
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"" + escape(value) + '"';
  }
}

Html& Html::open(std::string_view tag, const Attributes& attributes) {
  start(tag, attributes);
  out_ += '>';
  open_.emplace_back(tag);
  return *this;
}

Html& Html::close(std::string_view tag) {
  MUST(!open_.empty() && open_.back() == tag);
  open_.pop_back();
  out_ += "</";
  out_ += tag;
  out_ += ">\n";
  return *this;
}

Html& Html::empty(std::string_view tag, const Attributes& attributes) {
  start(tag, attributes);
  out_ += "/>";
  return *this;
}

Html& Html::text(std::string_view text) {
  out_ += escape(text);
  return *this;
}

Html& Html::raw(std::string_view markup) {
  out_ += markup;
  return *this;
}

Html& Html::element(std::string_view tag, std::string_view words, const Attributes& attributes) {
  return open(tag, attributes).text(words).close(tag);
}

std::string Html::take() {
  MUST(open_.empty());
  return std::move(out_);
}

void put_cell(Html& html, const Cell& cell, Language language) {
  if (cell.mark != Mark::none) {
    html.element("span", cell.text, {{"class", std::string("mark ") + word(cell.mark)}});
  } else if (cell.is_english && language != Language::en && !cell.text.empty()) {
    html.element("span", cell.text, {{"lang", "en"}});
  } else {
    html.text(cell.text);
  }
  if (cell.note.empty()) return;
  Attributes attributes{{"class", "cell-note"}};
  if (cell.note_is_english && language != Language::en) attributes.emplace_back("lang", "en");
  html.element("span", cell.note, attributes);
}

void put_table(Html& html, const Table& table, Language language) {
  html.open(
      "div",
      {{"class", "scroll"}, {"role", "region"}, {"aria-label", table.caption}, {"tabindex", "0"}});
  html.open("table").open("caption").element("span", table.caption).close("caption");
  html.open("thead").open("tr");
  for (const Column& column : table.columns) {
    Attributes attributes{{"scope", "col"}};
    if (column.is_number) attributes.emplace_back("class", "number");
    html.element("th", column.head, attributes);
  }
  html.close("tr").close("thead").open("tbody");
  for (const std::vector<Cell>& row : table.rows) {
    MUST(row.size() == table.columns.size());
    html.open("tr");
    for (std::size_t i = 0; i < row.size(); ++i) {
      const char* tag = i == 0 ? "th" : "td";
      Attributes attributes;
      if (i == 0) attributes.emplace_back("scope", "row");
      if (table.columns[i].is_number) attributes.emplace_back("class", "number");
      html.open(tag, attributes);
      put_cell(html, row[i], language);
      html.close(tag);
    }
    html.close("tr");
  }
  html.close("tbody").close("table").close("div");
}

}  // namespace formulary::report
