#ifdef FORMULARY_DUCKDB
#include "tables/internal/parquet_cells.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace formulary {

namespace {

template <typename T>
void append_number(const void* data, idx_t row, std::string& text) {
  std::array<char, 32> digits;  // the longest double takes 24
  const auto written =
      std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<const T*>(data)[row]);
  text.append(digits.data(), written.ptr);
}

void append_flag(const void* data, idx_t row, std::string& text) {
  text += static_cast<const bool*>(data)[row] ? "true" : "false";
}

void append_text(const void* data, idx_t row, std::string& text) {
  duckdb_string_t value = static_cast<const duckdb_string_t*>(data)[row];
  text.append(duckdb_string_t_data(&value), duckdb_string_t_length(value));
}

}  // namespace

AppendCell append_cell(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return append_flag;
    case DUCKDB_TYPE_TINYINT:
      return append_number<std::int8_t>;
    case DUCKDB_TYPE_SMALLINT:
      return append_number<std::int16_t>;
    case DUCKDB_TYPE_INTEGER:
      return append_number<std::int32_t>;
    case DUCKDB_TYPE_BIGINT:
      return append_number<std::int64_t>;
    case DUCKDB_TYPE_UTINYINT:
      return append_number<std::uint8_t>;
    case DUCKDB_TYPE_USMALLINT:
      return append_number<std::uint16_t>;
    case DUCKDB_TYPE_UINTEGER:
      return append_number<std::uint32_t>;
    case DUCKDB_TYPE_UBIGINT:
      return append_number<std::uint64_t>;
    case DUCKDB_TYPE_FLOAT:
      return append_number<float>;
    case DUCKDB_TYPE_DOUBLE:
      return append_number<double>;
    case DUCKDB_TYPE_VARCHAR:
      return append_text;
    default:
      return nullptr;
  }
}

bool reads_well_as_text(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_DECIMAL:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_TIME:
    case DUCKDB_TYPE_TIME_NS:
    case DUCKDB_TYPE_TIME_TZ:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
    case DUCKDB_TYPE_UUID:
    case DUCKDB_TYPE_ENUM:
    case DUCKDB_TYPE_SQLNULL:
      return true;
    default:
      return false;
  }
}

std::optional<std::string> no_cells(duckdb_type type) {
  if (append_cell(type) != nullptr || reads_well_as_text(type)) return std::nullopt;
  switch (type) {
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_ARRAY:
      return "lists";
    case DUCKDB_TYPE_STRUCT:
      return "structures";
    case DUCKDB_TYPE_MAP:
      return "maps";
    case DUCKDB_TYPE_BLOB:
      return "bytes";
    default:
      return "values of a kind that no cell can hold";
  }
}

}  // namespace formulary
#endif
