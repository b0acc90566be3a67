// Expected values are known by hand: RFC 4180 read aloud over texts of a few lines.
#include "tables/csv.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace formulary;

namespace {

// Expect one mistake in this line whose reason holds the phrase.
void expect(const std::string& text, int line, const std::string& phrase) {
  const Result<CsvTable> table = parse_csv(text, "t.csv");
  CAPTURE(text.substr(0, 80));
  CAPTURE(phrase);
  REQUIRE_FALSE(table);
  REQUIRE(table.error().size() == 1);
  CHECK(table.error()[0].file == "t.csv");
  CHECK(table.error()[0].line == line);
  CAPTURE(table.error()[0].what);
  CHECK(table.error()[0].what.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("rows come with the line on which they start") {
  const auto table = parse_csv("a,b\r\n1,\"x\r\ny\"\r\n\r\n2,\"say \"\"no\"\", please\"\n3,", "t");
  REQUIRE(table);
  CHECK(table->header == std::vector<std::string>{"a", "b"});
  REQUIRE(table->rows.size() == 3);
  CHECK(table->rows[0].line == 2);
  CHECK(table->rows[0].fields[1] == "x\r\ny");
  CHECK(table->rows[1].line == 5);  // the quoted break and the blank line count
  CHECK(table->rows[1].fields[1] == "say \"no\", please");
  CHECK(table->rows[2].fields == std::vector<std::string>{"3", ""});
}

TEST_CASE("a byte order mark is skipped, also before a quoted name") {
  const auto table = parse_csv("\xEF\xBB\xBF\"a,1\",b\n1,2\n", "t");
  REQUIRE(table);
  CHECK(table->header[0] == "a,1");
}

TEST_CASE("a header alone is a table without rows") {
  const auto table = parse_csv("a,b", "t");
  REQUIRE(table);
  CHECK(table->rows.empty());
}

TEST_CASE("mistakes of quotes are found where they stand") {
  expect("a,b\n1,\"open\n2,3\n", 2, "never closed");
  expect("a,b\n1,x\"y\n", 2, "a quote inside a field");
  expect("a,b\n1,\"x\"y\n", 2, "text after a closing quote");
  expect("a,b\n1,x\ry\n", 2, "a carriage return without a line feed");
}

TEST_CASE("mistakes of shape are found where they stand") {
  expect("a,b\n1\n", 2, "the row has 1 fields, the header 2");
  expect("a,b\n1,2\n\n1,2,3\n", 4, "the row has 3 fields, the header 2");
  expect("a,b,a\n", 1, "the column 'a' stands twice");
  expect("a,,c\n", 1, "a column has no name");
  expect("", 0, "the table is empty");
  expect("\xEF\xBB\xBF", 0, "the table is empty");
  expect("\n\r\n", 0, "the table is empty");
}

TEST_CASE("bytes that are no text are found where they stand") {
  expect(std::string("a,b\n1,\0\n", 8), 2, "a NUL byte");
  expect("a,b\n1,\xC0\xAF\n", 2, "0xc0 is not valid UTF-8");        // overlong
  expect("a,b\n1,\xED\xA0\x80\n", 2, "0xed is not valid UTF-8");    // surrogate
  expect("a,b\n1,\xF4\x90\x80\x80\n", 2, "0xf4 is not valid UTF");  // above U+10FFFF
  expect("a,b\n1,\xD0\n", 2, "0xd0 is not valid UTF-8");            // cut off
  expect("a,b\n1,\"x\ny\x07\"\n", 3, "the control character 0x07");
  expect("\xFF,b\n1,2\n", 1, "0xff is not valid UTF-8");      // without a header nothing is read
  CHECK(parse_csv("a,b\n\xD2\x92,\xF0\x9F\x8F\xAD\n", "t"));  // Ғ and a factory
}

TEST_CASE("one read finds the mistakes of all lines, and keeps the good rows") {
  std::istringstream stream("a,b\n1\n1,2\n1,2,3\nx\"y,2\n");
  int rows = 0;
  const CsvSink sink{[](const std::vector<std::string>&) {}, [&](const CsvRow&) { ++rows; }};
  const Faults faults = scan_csv(stream, "t", sink);
  REQUIRE(faults.size() == 3);
  CHECK(faults[0].line == 2);
  CHECK(faults[1].line == 4);
  CHECK(faults[2].line == 5);
  CHECK(rows == 1);
}

TEST_CASE("a table with a mistake in every line is given up after a while") {
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) text += "1\n";
  const auto table = parse_csv(text, "t");
  REQUIRE_FALSE(table);
  CHECK(table.error().size() == kTableFaults + 1);
  CHECK(table.error().back().what.find("too many mistakes") != std::string::npos);
}

namespace {

// A stream of so many bytes that is nowhere stored: the text, then one letter without end.
class EndlessLine : public std::streambuf {
 public:
  EndlessLine(std::string start, std::size_t bytes) : start_(std::move(start)), left_(bytes) {}

 protected:
  int_type underflow() override {
    if (at_start_) {
      at_start_ = false;
      setg(start_.data(), start_.data(), start_.data() + start_.size());
      return traits_type::to_int_type(*gptr());
    }
    if (left_ == 0) return traits_type::eof();
    const std::size_t count = std::min(left_, block_.size());
    left_ -= count;
    setg(block_.data(), block_.data(), block_.data() + count);
    return traits_type::to_int_type(*gptr());
  }

 private:
  std::string start_;
  std::string block_ = std::string(1 << 16, 'x');
  std::size_t left_;
  bool at_start_ = true;
};

}  // namespace

TEST_CASE("a line of 256 MiB is one mistake and is never held") {
  EndlessLine bytes("a,b\n1,2\n", std::size_t{1} << 28);
  std::istream stream(&bytes);
  const CsvSink sink{[](const std::vector<std::string>&) {},
                     [](const CsvRow& row) { CHECK(row.line == 2); }};
  const Faults faults = scan_csv(stream, "t", sink);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].line == 3);
  CHECK(faults[0].what == "a line is longer than 1 MiB");

  EndlessLine quoted_bytes("a,b\n1,\"", std::size_t{1} << 40);  // ends at the first MiB
  std::istream quoted_stream(&quoted_bytes);
  const Faults quoted = scan_csv(quoted_stream, "t", sink);
  REQUIRE(quoted.size() == 1);
  CHECK(quoted[0].line == 2);
  CHECK(quoted[0].what == "a quoted field is longer than 1 MiB");
}

TEST_CASE("reading goes on after a line that is too long") {
  const auto text = "a,b\n" + std::string(kRecordBytes + 1, 'x') + "\n1\n";
  const auto table = parse_csv(text, "t");
  REQUIRE_FALSE(table);
  REQUIRE(table.error().size() == 2);
  CHECK(table.error()[1].line == 3);
}

TEST_CASE("cells are read by the name of their column, with every mistake in place") {
  const auto table =
      parse_csv("n,i,f,t\n1.5,7,true,x\nnan,9,yes,\n1e400,1.5,,x\n 1,-1,TRUE,x\n", "t");
  REQUIRE(table);
  Faults faults;
  check_columns(*table, {"n", "i", "f", "t"}, faults);
  CsvCells good(*table, table->rows[0], faults);
  CHECK(good.number("n") == 1.5);
  CHECK(good.integer("i", 0, 8) == 7);
  CHECK(good.flag("f"));
  CHECK(good.text("t") == "x");
  CHECK(good.text("no such column").empty());
  CHECK(faults.empty());
  for (std::size_t i = 1; i < 4; ++i) {
    CsvCells bad(*table, table->rows[i], faults);
    CHECK(bad.number("n") == 0);
    bad.integer("i", 0, 8);
    bad.flag("f");
    bad.text("t");
  }
  REQUIRE(faults.size() == 10);  // three cells in each of three rows, and one empty text
  CHECK(faults[0].what == "n: 'nan' is not a finite number");
  CHECK(faults[1].what == "i: '9' is not a whole number from 0 to 8");
  CHECK(faults[3].what == "t is empty");
  CHECK(faults[9].line == 5);
}

TEST_CASE("columns that lack or that nobody knows are reported") {
  const auto table = parse_csv("a,b\n", "t");
  REQUIRE(table);
  Faults faults;
  check_columns(*table, {"a", "c"}, faults);
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].what == "the column 'c' is missing");
  CHECK(faults[1].what == "unknown column 'b'");
}

TEST_CASE("a file that is missing or a folder is a fault") {
  Faults faults;
  CHECK(read_csv("/nowhere/t.csv", "t.csv", faults).rows.empty());
  read_csv("/tmp", "tmp", faults);
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].what == "the file is missing");
  CHECK(faults[1].what == "is not a file");
}
