#include "treasury/internal/xml.h"

#include <expat.h>

#include <memory>

namespace formulary::treasury {
namespace {

constexpr char kBetween = '\n';  // stands between a namespace and a name

std::string trimmed(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// What expat calls, and the tree that grows from it.
class Reader {
 public:
  Reader() : parser_(XML_ParserCreateNS("UTF-8", kBetween)) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Reader::on_start, &Reader::on_end);
    XML_SetCharacterDataHandler(parser_.get(), &Reader::on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Reader::on_doctype);
  }

  Result<XmlNode> read(std::string_view text) {
    const auto done = XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), 1);
    if (!wrong_.empty()) return fail(Fault{"", line(), wrong_, ""});
    if (done != XML_STATUS_OK) {
      const char* what = XML_ErrorString(XML_GetErrorCode(parser_.get()));
      return fail(Fault{"", line(), std::string("not well-formed XML: ") + what, ""});
    }
    return std::move(top_.children.front());
  }

 private:
  static Reader& of(void* data) { return *static_cast<Reader*>(data); }

  // Expat is C: nothing may be thrown through it.
  template <typename Work>
  void guarded(Work work) {
    if (!wrong_.empty()) return;
    try {
      work();
    } catch (const std::exception&) {
      stop("there is not enough memory to read it");
    }
  }
  void stop(const char* why) {
    wrong_ = why;
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  int line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_.get())); }

  static void on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
    Reader& self = of(data);
    self.guarded([&] { self.start(name, attributes); });
  }
  static void on_end(void* data, const XML_Char*) {
    Reader& self = of(data);
    self.guarded([&] { self.open_.pop_back(); });
  }
  static void on_text(void* data, const XML_Char* text, int size) {
    Reader& self = of(data);
    self.guarded([&] {
      if (!self.open_.empty()) {
        self.open_.back()->text.append(text, static_cast<std::size_t>(size));
      }
    });
  }
  static void on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    Reader& self = of(data);
    self.guarded([&] { self.stop("a document type and its entities are not taken"); });
  }

  void start(const XML_Char* name, const XML_Char** attributes) {
    if (static_cast<int>(open_.size()) >= kDeepest) return stop("it is nested too deep");
    if (++nodes_ > kMostNodes) return stop("it has too many elements");
    XmlNode& parent = open_.empty() ? top_ : *open_.back();
    XmlNode& node = parent.children.emplace_back();
    const std::string_view full(name);
    const std::size_t between = full.find(kBetween);
    if (between != std::string_view::npos) node.space = full.substr(0, between);
    node.name = between == std::string_view::npos ? full : full.substr(between + 1);
    node.line = line();
    for (; *attributes != nullptr; attributes += 2) {
      node.attributes.emplace_back(attributes[0], attributes[1]);
    }
    // A parent gets no further child while this one is open, so the place holds.
    open_.push_back(&node);
  }

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  XmlNode top_;
  std::vector<XmlNode*> open_;
  std::size_t nodes_ = 0;
  std::string wrong_;
};

}  // namespace

const XmlNode* XmlNode::child(std::string_view wanted) const {
  for (const XmlNode& one : children) {
    if (one.name == wanted && one.space == space) return &one;
  }
  return nullptr;
}

std::string XmlNode::at(std::initializer_list<std::string_view> path) const {
  const XmlNode* node = this;
  for (const std::string_view name : path) {
    node = node->child(name);
    if (node == nullptr) return "";
  }
  return trimmed(node->text);
}

Result<XmlNode> read_xml(std::string_view text) {
  constexpr std::size_t kMost = 1u << 30;  // expat counts in int
  if (text.size() > kMost) return fail(Fault{"", 0, "it is too large", ""});
  return Reader().read(text);
}

}  // namespace formulary::treasury
