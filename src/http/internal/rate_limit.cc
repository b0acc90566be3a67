#include "http/internal/rate_limit.h"

#include <algorithm>

#include "http/internal/remote.h"

namespace formulary::http {

double Buckets::take(std::string_view address, Time now) {
  if (limit_.per_second <= 0) return 0;
  const std::string key = network_of(address);
  const std::lock_guard lock(mutex_);
  const auto place = places_.find(key);
  if (place != places_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, place->second);
  } else {
    // The one that has been still for longest has most likely filled up again: let it go.
    if (buckets_.size() >= limit_.most_addresses) {
      places_.erase(buckets_.back().key);
      buckets_.pop_back();
    }
    buckets_.push_front({key, limit_.burst, now});
    places_[buckets_.front().key] = buckets_.begin();
  }
  Bucket& bucket = buckets_.front();
  const double seconds = std::chrono::duration<double>(now - bucket.at).count();
  bucket.tokens = std::min(limit_.burst, bucket.tokens + seconds * limit_.per_second);
  bucket.at = now;
  if (bucket.tokens < 1) return (1 - bucket.tokens) / limit_.per_second;
  bucket.tokens -= 1;
  return 0;
}

std::size_t Buckets::size() const {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

}  // namespace formulary::http
