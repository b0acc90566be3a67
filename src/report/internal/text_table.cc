#include "report/internal/text_table.h"

#include <algorithm>

#include "report/internal/format.h"
#include "report/internal/svg.h"

namespace formulary::report {

namespace {

constexpr std::size_t kGap = 2;         // between columns
constexpr std::size_t kHead = 12;       // a number's column may break its head below that
constexpr std::size_t kManyLines = 50;  // a cell's text is never cut

const char* escape_of(Mark mark) {
  return mark == Mark::good ? "\x1b[32m" : mark == Mark::warn ? "\x1b[33m" : "\x1b[31m";
}

std::string plain(const Cell& cell) {
  return cell.note.empty() ? cell.text : cell.text + ": " + cell.note;
}

std::size_t longest_word(const std::string& text) {
  std::size_t longest = 0;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t space = std::min(text.find(' ', from), text.size());
    longest = std::max(longest, width(std::string_view(text).substr(from, space - from)));
    from = space + 1;
  }
  return longest;
}

// The width that each column takes: its widest cell, and where the sum is too wide, less for the
// widest columns of words, down to their longest word; numbers are never broken.
std::vector<std::size_t> widths_of(const Table& table, std::size_t columns) {
  std::vector<std::size_t> widths;
  std::vector<std::size_t> least;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& head = table.columns[i].head;
    std::size_t widest = 0;
    std::size_t word = longest_word(head);
    for (const auto& row : table.rows) {
      widest = std::max(widest, width(plain(row[i])));
      word = std::max(word, longest_word(plain(row[i])));
    }
    const std::size_t head_width = table.columns[i].is_number
                                       ? std::min(width(head), std::max(kHead, longest_word(head)))
                                       : width(head);
    widths.push_back(std::max(widest, head_width));
    least.push_back(table.columns[i].is_number ? widths.back() : word);
  }
  const auto total = [&] {
    std::size_t sum = kGap * (widths.empty() ? 0 : widths.size() - 1);
    for (const std::size_t one : widths) sum += one;
    return sum;
  };
  while (total() > columns) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= least[i]) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) break;
    --widths[widest];
  }
  return widths;
}

std::string padded(const std::string& text, std::size_t columns, bool is_right) {
  const std::size_t size = width(text);
  const std::string space(size < columns ? columns - size : 0, ' ');
  return is_right ? space + text : text + space;
}

// Write one row, over as many lines as its longest cell takes; `style` per cell, may be empty.
std::string row_text(const Table& table, const std::vector<std::string>& cells,
                     const std::vector<std::string>& styles,
                     const std::vector<std::size_t>& widths) {
  std::vector<std::vector<std::string>> broken;
  std::size_t lines = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    broken.push_back(wrap(cells[i], widths[i], kManyLines));
    lines = std::max(lines, broken.back().size());
  }
  std::string out;
  for (std::size_t line = 0; line < lines; ++line) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string part = line < broken[i].size() ? broken[i][line] : "";
      const std::string shown = padded(part, widths[i], table.columns[i].is_number);
      text += i == 0 ? "" : std::string(kGap, ' ');
      text += styles[i].empty() || part.empty() ? shown : styles[i] + shown + "\x1b[0m";
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

}  // namespace

std::string text_of_table(const Table& table, Colour colour, std::size_t columns) {
  const std::vector<std::size_t> widths = widths_of(table, columns);
  std::vector<std::string> heads;
  for (const Column& column : table.columns) heads.push_back(column.head);
  const bool is_on = colour == Colour::on;
  std::string out = table.caption.empty() ? "" : strong(table.caption, colour) + "\n";
  out += row_text(table, heads, std::vector<std::string>(heads.size(), is_on ? "\x1b[2m" : ""),
                  widths);
  for (const std::vector<Cell>& row : table.rows) {
    std::vector<std::string> cells;
    std::vector<std::string> styles;
    for (const Cell& cell : row) {
      cells.push_back(plain(cell));
      styles.emplace_back(is_on && cell.mark != Mark::none ? escape_of(cell.mark) : "");
    }
    out += row_text(table, cells, styles, widths);
  }
  return out;
}

std::string paragraph(const std::string& text, std::size_t columns) {
  std::string out;
  for (const std::string& line : wrap(text, columns, kManyLines)) out += line + "\n";
  return out;
}

std::string strong(const std::string& text, Colour colour) {
  return colour == Colour::on ? "\x1b[1m" + text + "\x1b[0m" : text;
}

}  // namespace formulary::report
