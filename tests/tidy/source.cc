// Reading: which text is code, and where do functions begin and end?
#include <algorithm>
#include <cctype>

#include "tidy.h"

namespace tidy {
namespace {

// Blank comments and the insides of literals, keeping every newline where it is.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        skip_line_comment();
      } else if (starts("/*")) {
        skip_past("*/", text_.find("*/", at_ + 2));
      } else if (raw_string()) {
        skip_raw_string();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !digit_separator())) {
        skip_literal(text_[at_]);
      } else {
        code_ += text_[at_++];
      }
    }
    return std::move(code_);
  }

 private:
  bool starts(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }
  bool word_before() const {
    return at_ > 0 && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0);
  }
  bool digit_separator() const {  // 1'000; but u8'x' is a literal
    return word_before() && at_ + 1 < text_.size() &&
           std::isxdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0 &&
           (at_ + 2 >= text_.size() || text_[at_ + 2] != '\'');
  }
  bool raw_string() const { return starts("R\"") && !word_before(); }

  void blank_to(std::size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; ++at_) {
      code_ += text_[at_] == '\n' ? '\n' : ' ';
    }
  }
  void skip_line_comment() { blank_to(text_.find('\n', at_)); }
  void skip_past(std::string_view closing, std::size_t found) {
    blank_to(found == std::string_view::npos ? text_.size() : found + closing.size());
  }
  void skip_raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return blank_to(text_.size());
    const std::string closing = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    skip_past(closing, text_.find(closing, open));
  }
  void skip_literal(char quote) {
    code_ += text_[at_++];
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    blank_to(end);
    if (at_ < text_.size() && text_[at_] == quote) code_ += text_[at_++];
  }

  std::string_view text_;
  std::string code_;
  std::size_t at_ = 0;
};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Say what a `{` opens from the words before it, back to the last `;`, `{` or `}`.
enum class Opens { scope, function, initializer };

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Drop a leading `template <...>`: the `class` in it opens nothing.
std::string_view without_template(std::string_view head) {
  if (!head.starts_with("template")) return head;
  int depth = 0;
  for (std::size_t i = head.find('<'); i < head.size(); ++i) {
    if (head[i] == '<') ++depth;
    if (head[i] == '>' && --depth == 0) return head.substr(i + 1);
  }
  return head;
}

// Whether the text after a function's parameters is a list of members: `: a_(1), b_{2}`.
bool member_list(std::string_view tail) {
  const std::size_t colon = tail.find(':');
  return colon != std::string_view::npos && tail.substr(colon, 2) != "::" &&
         tail.find("->") == std::string_view::npos;
}

// The index just after the `)` that matches the first `(`; npos when there is none.
std::size_t after_parameters(std::string_view head) {
  int depth = 0;
  for (std::size_t i = head.find('('); i < head.size(); ++i) {
    if (head[i] == '(') ++depth;
    if (head[i] == ')' && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

Opens what_opens(std::string_view head) {
  head = without_template(head);
  std::string_view first;
  bool type = false;
  each_word(head, [&](std::size_t at, std::string_view word) {
    if (first.empty()) first = word;
    type = type || (one_of(word, {"namespace", "class", "struct", "enum", "union"}) &&
                    at < std::min(head.find('('), head.size()));
  });
  if (type || head.empty()) return Opens::scope;
  const std::size_t tail_at = after_parameters(head);
  if (tail_at == std::string_view::npos) {
    return first == "extern" ? Opens::scope : Opens::initializer;
  }
  if (one_of(first, {"if", "for", "while", "switch", "catch", "do", "else", "try", "return"})) {
    return Opens::scope;
  }
  const std::string_view tail = head.substr(tail_at);
  const char last = head[head.find_last_not_of(" \n\t")];
  // `Foo() : a_{1}, b_{2} {`: a brace right after a member's name belongs to the member.
  if (member_list(tail) && (last == '_' || std::isalnum(static_cast<unsigned char>(last)) != 0)) {
    return Opens::initializer;
  }
  return Opens::function;
}

std::string name_of(std::string_view head) {
  std::string name;
  each_word(head.substr(0, head.find('(')),
            [&](std::size_t, std::string_view word) { name = word; });
  return name.empty() ? "lambda" : name;
}

// Walk the braces of the code, preprocessor lines left out.
class Walker {
 public:
  std::vector<Function> run(const std::vector<std::string>& code) {
    bool continued = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
      line_ = static_cast<int>(i) + 1;
      const std::size_t first = code[i].find_first_not_of(" \t");
      const bool directive = continued || (first != std::string::npos && code[i][first] == '#');
      continued = directive && code[i].ends_with('\\');
      if (directive) continue;
      for (char c : code[i]) take(c);
      take('\n');
    }
    return std::move(found_);
  }

 private:
  struct Open {
    Opens kind;
    bool outermost;  // a function that is not inside another
    std::string head;
    int first;
    int parentheses;
  };

  void take(char c) {
    if (c == '{') {
      open();
    } else if (c == '}') {
      close();
    } else if (c == ';' && parentheses_ == 0) {
      head_.clear();
    } else {
      if (c == '(') ++parentheses_;
      if (c == ')' && parentheses_ > 0) --parentheses_;
      if (head_.empty() && std::isspace(static_cast<unsigned char>(c)) != 0) return;
      if (head_.empty()) head_line_ = line_;
      head_ += c;
    }
  }
  void open() {
    Open open{what_opens(head_), false, head_, head_line_, parentheses_};
    open.outermost = open.kind == Opens::function && in_function_ == 0;
    in_function_ += open.kind == Opens::function ? 1 : 0;
    stack_.push_back(std::move(open));
    head_.clear();
    parentheses_ = 0;
  }
  void close() {
    head_.clear();
    if (stack_.empty()) return;
    const Open open = std::move(stack_.back());
    stack_.pop_back();
    parentheses_ = open.parentheses;
    in_function_ -= open.kind == Opens::function ? 1 : 0;
    if (open.outermost) found_.push_back({name_of(open.head), open.first, line_});
    if (open.kind != Opens::initializer) return;
    head_ = open.head + "{}";  // what it initialises goes on
    head_line_ = open.first;
  }

  std::vector<Function> found_;
  std::vector<Open> stack_;
  std::string head_;
  int head_line_ = 0;
  int line_ = 0;
  int parentheses_ = 0;
  int in_function_ = 0;
};

}  // namespace

std::string Source::room() const {
  if (!path.starts_with("src/")) return "";
  return path.substr(4, path.find('/', 4) - 4);
}

Source read_source(std::string path, std::string_view content) {
  return {std::move(path), lines_of(content), lines_of(Blanker(content).run())};
}

std::vector<Function> functions(const Source& source) {
  return Walker().run(source.code);
}

}  // namespace tidy
