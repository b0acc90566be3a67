#include "cards/internal/folder.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <tuple>

#include <sodium.h>

#include "tables/read_file.h"

namespace formulary::cards {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kHashBlock = 1 << 16;

// The last `parts` names of a path, joined by `/`.
std::string last_parts(const fs::path& path, int parts) {
  std::vector<std::string> names;
  for (const fs::path& part : path) {
    if (!part.empty() && part != "/") names.push_back(part.string());
  }
  std::string joined;
  const std::size_t first = names.size() > static_cast<std::size_t>(parts)
                                ? names.size() - static_cast<std::size_t>(parts)
                                : 0;
  for (std::size_t i = first; i < names.size(); ++i) joined += (i == first ? "" : "/") + names[i];
  return joined;
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().rfind('.', 0) == 0;
}

void hash_number(crypto_hash_sha256_state& state, std::uintmax_t number) {
  std::array<unsigned char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<unsigned char>(number >> (8 * i));
  }
  crypto_hash_sha256_update(&state, bytes.data(), bytes.size());
}

void hash_text(crypto_hash_sha256_state& state, const std::string& text) {
  crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
}

}  // namespace

Folder::Folder(const std::string& path, int shown_parts, Faults& faults) {
  std::error_code error;
  root_ = fs::absolute(path, error).lexically_normal();
  shown_root_ = last_parts(root_, shown_parts);
  exists_ = fs::is_directory(root_, error);
  if (!exists_) {
    faults.push_back(Fault{shown_root_, 0, "the folder is missing", "looked for " + path});
  }
}

std::string Folder::shown(const std::string& name) const {
  return name.empty() ? shown_root_ : shown_root_ + "/" + name;
}

bool Folder::has(const std::string& name) const {
  std::error_code error;
  return fs::exists(root_ / name, error);
}

std::vector<std::string> Folder::cards(const std::string& subfolder, Faults& faults) const {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator at(root_ / subfolder, error);
  if (error) {
    faults.push_back(Fault{shown(subfolder), 0, "the folder is missing", ""});
    return names;
  }
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (is_hidden(at->path()) || name == "README.md") continue;
    if (at->path().extension() == ".yaml") {
      names.push_back(subfolder + "/" + name);
    } else {
      faults.push_back(Fault{shown(subfolder + "/" + name), 0, "is not a card",
                             "cards end in .yaml; other files do not belong here"});
    }
  }
  if (error) faults.push_back(Fault{shown(subfolder), 0, "cannot be read: " + error.message(), ""});
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> Folder::files(Faults& faults) const {
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator at(root_, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    std::error_code unreadable;
    if (is_hidden(at->path())) {
      if (at->is_directory(unreadable)) at.disable_recursion_pending();
    } else if (at->is_regular_file(unreadable)) {
      names.push_back(at->path().lexically_relative(root_).generic_string());
    }
  }
  if (error) faults.push_back(Fault{shown(""), 0, "cannot be read: " + error.message(), ""});
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> Folder::folders(Faults& faults) const {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator at(root_, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    std::error_code unreadable;
    if (is_hidden(at->path()) || !at->is_directory(unreadable)) continue;
    names.push_back(at->path().filename().string());
  }
  if (error) faults.push_back(Fault{shown(""), 0, "cannot be read: " + error.message(), ""});
  std::sort(names.begin(), names.end());
  return names;
}

std::string Folder::hash(Faults& faults) const {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::array<char, kHashBlock> block;
  for (const std::string& name : files(faults)) {
    const auto size = file_size_within(path(name), shown(name), kTableBytes);
    if (!size) {
      faults.insert(faults.end(), size.error().begin(), size.error().end());
      continue;
    }
    hash_number(state, name.size());
    hash_text(state, name);
    hash_number(state, *size);
    std::ifstream stream(path(name), std::ios::binary);
    if (!stream) faults.push_back(Fault{shown(name), 0, "cannot be read", ""});
    while (stream) {
      stream.read(block.data(), static_cast<std::streamsize>(block.size()));
      crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                                static_cast<unsigned long long>(stream.gcount()));
    }
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state, digest.data());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  return hex.data();
}

void read_card_file(const Folder& folder, const std::string& name, Faults& faults,
                    References& references,
                    const std::function<void(const YamlNode& tree, Page& page)>& read) {
  const std::string shown = folder.shown(name);
  const Result<std::string> text = read_file(folder.path(name), shown, kCardBytes);
  if (!text) {
    faults.insert(faults.end(), text.error().begin(), text.error().end());
    return;
  }
  const YamlNode tree = parse_yaml(*text, shown, faults);
  if (tree.kind == YamlNode::Kind::null) return;
  Page page{shown, faults, references};
  read(tree, page);
}

void sort_faults(Faults& faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
}

}  // namespace formulary::cards
