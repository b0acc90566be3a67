// What belongs to one request and its answer, from its head to its line in the log?
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "http/internal/intake.h"
#include "http/internal/service.h"

namespace formulary::http {

struct Exchange {
  explicit Exchange(Service& shared) : service(shared) {}
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  Service& service;
  Head head;
  Request request;
  Response response;
  const Route* route = nullptr;
  bool answered = false;   // there is an answer already: read no further, call no handler
  bool worked = false;     // the worker is done with it, or let go of it
  bool keep = false;       // the connection after it
  std::size_t memory = 0;  // taken for its body
  std::chrono::steady_clock::time_point begun;
  std::uint64_t bytes_in = 0;   // of the body
  std::uint64_t bytes_out = 0;  // of the answer with its head
  std::string error;            // for the log, not for the client
};

// Say what the client is answered without a handler.
void refuse(Exchange& exchange, const Refusal& refusal);

// Fill the request from its head; find its route and whether it may come in, else refuse.
void admit(Exchange& exchange, const std::string& peer, bool tls);

// Call the handler, and make its answer ready to be sent.
void call_handler(Exchange& exchange);

// Write status line and headers. Chunks: the body is sent in chunks, or ends with the connection.
enum class Framing { length, chunks, to_the_end, none };
std::string head_text(const Exchange& exchange, Framing framing, std::uint64_t length);

// Count it and write its line in the log.
void record(const Exchange& exchange, bool lost);

}  // namespace formulary::http
