#include "evaluate/formula.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace formulary::evaluate {

namespace {

constexpr std::size_t kFormulaBytes = 1 << 16;
constexpr std::size_t kFormulaTerms = 2000;

struct Misread {
  std::size_t at = 0;
  std::string what;
};

bool name_start(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalpha(byte) != 0 || c == '_' || c == '.' || byte >= 0x80;
}
bool name_part(char c) {
  return name_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// Reads one formula from left to right; throws Misread, which parse_formula turns into a fault.
class Reading {
 public:
  explicit Reading(std::string_view text) : text_(text) {}

  void whole(Formula& formula) {
    formula.outcome = variable();
    want('~');
    formula.terms = terms(&formula.intercept);
    if (take('|')) {
      // The second part may be missing: y ~ x | d ~ z.
      const std::size_t before = at_;
      formula.effects = effects();
      if (peek() == '~') {
        at_ = before;
        formula.effects.clear();
        first_stage(formula);
      } else if (take('|')) {
        first_stage(formula);
      }
    }
    end();
  }

  void first_stage(Formula& formula) {
    do {
      formula.endogenous.push_back(variable());
    } while (take('+'));
    want('~');
    formula.instruments = terms(nullptr);
    if (formula.instruments.empty()) throw Misread{at_, "an instrument is missing"};
  }

  void end() {
    if (peek() != '\0') throw Misread{at_, std::string("unexpected '") + text_[at_] + "'"};
  }

 private:
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
    return at_ < text_.size() && text_[at_] != '\0' ? text_[at_] : end_or_nul();
  }
  char end_or_nul() const {
    if (at_ < text_.size()) throw Misread{at_, "a NUL byte"};
    return '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void want(char c) {
    if (!take(c)) throw Misread{at_, std::string("'") + c + "' is missing here"};
  }

  std::string name() {
    const char first = peek();
    const std::size_t from = at_;
    if (first == '`') {
      const std::size_t close = text_.find('`', at_ + 1);
      if (close == std::string_view::npos) throw Misread{from, "a backtick is never closed"};
      if (close == at_ + 1) throw Misread{from, "a name is missing here"};
      at_ = close + 1;
      return std::string(text_.substr(from + 1, close - from - 1));
    }
    if (!name_start(first)) throw Misread{from, "a name is missing here"};
    while (at_ < text_.size() && name_part(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  Variable variable() {
    const bool quoted = peek() == '`';
    const std::size_t from = at_;
    std::string word = name();
    if (quoted || peek() != '(') return {std::move(word), false};
    if (word != "log") throw Misread{from, "there is no function " + word + " here, only log"};
    want('(');
    Variable inner{name(), true};
    want(')');
    return inner;
  }

  double number() {
    const bool minus = take('-');
    peek();
    double value = 0;
    const auto end = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (end.ec != std::errc() || !std::isfinite(value)) throw Misread{at_, "a number is missing"};
    at_ = static_cast<std::size_t>(end.ptr - text_.data());
    return minus ? -value : value;
  }

  Term dummies() {
    Term term;
    want('(');
    term.dummies = name();
    while (take(',')) {
      const bool quoted = peek() == '`';
      const std::size_t from = at_;
      Variable word{name(), false};
      if (!quoted && word.column == "ref" && take('=')) {
        if (term.reference) throw Misread{from, "ref is given twice"};
        term.reference = number();
      } else {
        if (!term.product.empty()) throw Misread{from, "i() takes one variable besides the key"};
        term.product.push_back(std::move(word));
      }
    }
    want(')');
    return term;
  }

  bool at_dummies() {
    if (peek() != 'i') return false;
    std::size_t next = at_ + 1;
    while (next < text_.size() && text_[next] == ' ') ++next;
    return next < text_.size() && text_[next] == '(';
  }

  // One summand: i(...), or a:b:c, or a*b (which is a + b + a:b).
  void summand(std::vector<Term>& into) {
    if (at_dummies()) {
      ++at_;
      add(into, dummies());
      return;
    }
    std::vector<Term> expanded{{{variable()}, "", {}}};
    while (peek() == ':' || peek() == '*') {
      const bool star = text_[at_++] == '*';
      const Variable factor = variable();
      std::vector<Term> next = star ? expanded : std::vector<Term>{};
      if (star) next.push_back({{factor}, "", {}});
      for (Term term : expanded) {
        term.product.push_back(factor);
        next.push_back(std::move(term));
      }
      if (next.size() > kFormulaTerms) throw Misread{at_, "too many terms"};
      expanded = std::move(next);
    }
    for (Term& term : expanded) add(into, std::move(term));
  }

  void add(std::vector<Term>& into, Term term) {
    if (std::find(into.begin(), into.end(), term) != into.end()) return;
    if (into.size() >= kFormulaTerms) throw Misread{at_, "too many terms"};
    into.push_back(std::move(term));
  }

  std::vector<Term> terms(bool* intercept) {
    std::vector<Term> found;
    bool minus = take('-');
    do {
      const char next = peek();
      const std::size_t from = at_;
      if (next == '0' || next == '1' || minus) {
        const bool one = next == '1';
        if (minus && !one) throw Misread{from, "only -1 may be subtracted"};
        ++at_;
        if (name_part(at_ < text_.size() ? text_[at_] : ' ')) {
          throw Misread{from, "a name does not begin with a digit"};
        }
        if (intercept == nullptr) throw Misread{from, "an intercept has no place here"};
        *intercept = one && !minus;
      } else {
        summand(found);
      }
      minus = peek() == '-';
    } while (take('+') || take('-'));
    return found;
  }

  std::vector<FixedEffect> effects() {
    std::vector<FixedEffect> found;
    do {
      FixedEffect one{{name()}};
      while (take('^')) one.keys.push_back(name());
      if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(one);
    } while (take('+'));
    return found;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

template <typename Work>
Result<Formula> reading(std::string_view text, const Work& work) {
  Formula formula;
  try {
    if (text.size() > kFormulaBytes) throw Misread{kFormulaBytes, "the formula is too long"};
    work(formula);
  } catch (const Misread& wrong) {
    return fail(Fault{"formula", 0, "character " + std::to_string(wrong.at + 1) + ": " + wrong.what,
                      "write it like: y ~ x1 + x2 | firm + year"});
  }
  return formula;
}

std::string quoted(const std::string& name) {
  const bool plain = name_start(name[0]) && std::all_of(name.begin(), name.end(), name_part);
  return plain ? name : "`" + name + "`";
}

template <typename List>
std::string summed(const List& list) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : " + ") + one.text();
  return text;
}

}  // namespace

std::string Variable::text() const {
  return log ? "log(" + quoted(column) + ")" : quoted(column);
}

std::string Term::text() const {
  std::string factors;
  for (const Variable& one : product) factors += (factors.empty() ? "" : ":") + one.text();
  if (dummies.empty()) return factors;
  std::string text = "i(" + quoted(dummies) + (factors.empty() ? "" : ", " + factors);
  if (reference) {
    char number[32];
    const auto end = std::to_chars(number, number + sizeof number, *reference);
    text += ", ref = " + std::string(number, end.ptr);
  }
  return text + ")";
}

std::string FixedEffect::text() const {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : "^") + quoted(key);
  return text;
}

std::string Formula::text() const {
  std::string right = intercept ? summed(terms) : "0";
  if (!intercept && !terms.empty()) right += " + " + summed(terms);
  if (right.empty()) right = "1";
  std::string text = outcome.text() + " ~ " + right;
  if (!effects.empty()) text += " | " + summed(effects);
  if (!endogenous.empty()) text += " | " + summed(endogenous) + " ~ " + summed(instruments);
  return text;
}

Result<Formula> parse_formula(std::string_view text) {
  return reading(text, [&](Formula& formula) { Reading(text).whole(formula); });
}

Result<Formula> with_instruments(Formula formula, std::string_view text) {
  auto read = reading(text, [&](Formula& into) {
    into = std::move(formula);
    into.endogenous.clear();
    Reading one(text);
    one.first_stage(into);
    one.end();
  });
  return read;
}

}  // namespace formulary::evaluate
