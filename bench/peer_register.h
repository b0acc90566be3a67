// How fast is what a ministry would otherwise build? peers/register.sql on a PostgreSQL of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "register_world.h"

namespace formulary::bench {

class Peer {
 public:
  explicit Peer(const std::string& url) : connection_(PQconnectdb(url.c_str()), PQfinish) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) give_up(PQerrorMessage(connection_.get()));
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
  }

  std::string run(const std::string& sql) {
    const Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      give_up(PQerrorMessage(connection_.get()));
    }
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }

  void copy(const std::string& into, const std::string& text) {
    const Result begun(
        PQexec(connection_.get(), ("copy " + into + " from stdin (format csv)").c_str()), PQclear);
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) give_up(PQerrorMessage(connection_.get()));
    PQputCopyData(connection_.get(), text.data(), static_cast<int>(text.size()));
    PQputCopyEnd(connection_.get(), nullptr);
    for (Result one(PQgetResult(connection_.get()), PQclear); one;
         one.reset(PQgetResult(connection_.get()))) {
      if (PQresultStatus(one.get()) != PGRES_COMMAND_OK) {
        give_up(PQerrorMessage(connection_.get()));
      }
    }
  }

  void fill(const std::vector<Place>& places) {
    std::string awards;
    std::string promises;
    for (const Place& one : places) {
      awards += one.award + "," + one.programme + "," + one.measure + "," + one.region + "," +
                one.sector + ",\"" + one.firm + "\"\n";
      for (const Obligation& promise : one.promises) {
        promises += one.award + "," + promise.kpi + "\n";
      }
    }
    copy("award", awards);
    copy("promise", promises);
  }

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;
  std::unique_ptr<PGconn, void (*)(PGconn*)> connection_;
};

}  // namespace formulary::bench
