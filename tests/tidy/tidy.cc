// Print every breach of the house style in the repository named on the command line.
#include <cstdio>

#include "tidy.h"

int main(int count, char** words) {
  if (count != 2) {
    std::fprintf(stderr, "use: tidy REPOSITORY\n");
    return 2;
  }
  const tidy::Findings findings = tidy::check_repository(words[1]);
  for (const tidy::Finding& finding : findings) {
    std::printf("%s:%d: %s\n", finding.file.c_str(), finding.line, finding.reason.c_str());
  }
  std::printf("%zu findings\n", findings.size());
  return findings.empty() ? 0 : 1;
}
