// How is a page written so that it is always well formed? Tags that close themselves in order,
// text that is always escaped, tables that a screen reader and a narrow screen can follow.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/words.h"

namespace formulary::report {

// Replace & < > " by entities, and bytes that are not UTF-8 or not allowed in XML by U+FFFD.
std::string escape(std::string_view text);

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

// Writes XHTML-compatible HTML. Tags MUST be closed in order, all of them before `take`.
class Html {
 public:
  Html& open(std::string_view tag, const Attributes& attributes = {});
  Html& close(std::string_view tag);
  Html& empty(std::string_view tag, const Attributes& attributes = {});  // <tag .../>
  Html& text(std::string_view text);
  Html& raw(std::string_view markup);  // of another Html, an Svg or the style sheet
  // <tag ...>text</tag>
  Html& element(std::string_view tag, std::string_view text, const Attributes& attributes = {});
  std::string take();

 private:
  void start(std::string_view tag, const Attributes& attributes);
  std::string out_;
  std::vector<std::string> open_;
};

// What a cell says besides its text; shown as a word with a mark, never by colour alone.
enum class Mark { none, good, warn, bad };

struct Cell {
  Cell(std::string text_) : text(std::move(text_)) {}  // NOLINT: a text is a cell
  Cell(const char* text_) : text(text_) {}             // NOLINT: likewise
  Cell(std::string text_, Mark mark_) : text(std::move(text_)), mark(mark_) {}
  static Cell english(std::string text) {  // a source or a study, as printed in English
    Cell cell(std::move(text));
    cell.is_english = true;
    return cell;
  }
  Cell&& with_note(std::string words) && {  // a second, quieter line
    note = std::move(words);
    return std::move(*this);
  }
  Cell&& with_english_note(std::string words) && {
    note_is_english = true;
    return std::move(*this).with_note(std::move(words));
  }
  std::string text;
  std::string note;
  Mark mark = Mark::none;
  bool is_english = false;
  bool note_is_english = false;
};

struct Column {
  std::string head;
  bool is_number = false;  // set right, in digits of one width
};

// A table for people, shown by the page and, without marks, on a terminal.
struct Table {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // the first cell names the row
};

// Write a table inside a region that scrolls sideways on a narrow screen and takes the focus.
void put_table(Html& html, const Table& table, Language language);

// Write text that may be in English on a page of another language.
void put_cell(Html& html, const Cell& cell, Language language);

}  // namespace formulary::report
