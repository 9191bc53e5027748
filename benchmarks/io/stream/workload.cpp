#include "benchmarks/io/stream/workload.hpp"

namespace stream {
namespace {

using std::chrono::microseconds;

double seconds(microseconds time) { return std::chrono::duration<double>(time).count(); }

// Of one stream, item by item: one wait after the other, as `sequential` has them.
microseconds one_by_one(const Parameters& p, std::size_t stream) {
  microseconds sum{};
  for (std::size_t item = 0; item < static_cast<std::size_t>(p.items); ++item)
    sum += p.making(stream, item) + p.looking_up(stream, item);
  return sum;
}

// The same, where an item can be made while the one in front is looked up: a flow shop of two machines.
microseconds overlapped(const Parameters& p, std::size_t stream) {
  microseconds made{}, looked_up{};
  for (std::size_t item = 0; item < static_cast<std::size_t>(p.items); ++item) {
    made += p.making(stream, item);
    looked_up = std::max(made, looked_up) + p.looking_up(stream, item);
  }
  return looked_up;
}

std::optional<std::string> wrong_with(const Stage& stage, const std::string& what) {
  if (stage.early > 0) return std::to_string(stage.early) + " items were " + what + " early";
  if (stage.out_of_turn > 0)
    return std::to_string(stage.out_of_turn) + " items were " + what + " out of turn";
  return std::nullopt;
}

// Why one stream did not flow as it should have.
std::optional<std::string> wrong_with(const Parameters& p, std::uint64_t nonce, std::size_t stream,
                                      const Flow& flow) {
  if (flow.taken != p.items) return std::to_string(flow.taken) + " items were taken";
  if (flow.look_up.ended < flow.taken) return std::to_string(flow.look_up.ended) + " items were looked up";
  if (flow.source.ended < flow.look_up.ended) return std::to_string(flow.source.ended) + " items were made";
  if (const auto why = wrong_with(flow.source, "made")) return why;
  if (const auto why = wrong_with(flow.look_up, "looked up")) return why;
  if (flow.source.ended - flow.taken > p.most_in_vain())
    return std::to_string(flow.source.ended - flow.taken) + " items were made in vain, more than the " +
           std::to_string(p.most_in_vain()) + " that may be";
  std::uint64_t right = 0;
  for (std::size_t item = 0; item < static_cast<std::size_t>(p.items); ++item)
    right = folded(right, looked_up(made(nonce, stream, item)));
  if (flow.fold != right) return "what was taken is not what flowed in this run";
  return std::nullopt;
}

}  // namespace

std::vector<Parameters> Workload::points(std::string_view profile) {
  if (profile == "smoke") return {{1, 4}, {4, 3}};
  if (profile == "quick") return {{10, 8}};
  return {{1, 8}, {10, 8}, {10, 100}, {100, 8}, {1'000, 8}};
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& flows) {
  if (flows.size() != p.count()) return std::to_string(flows.size()) + " streams flowed";
  for (std::size_t stream = 0; stream < flows.size(); ++stream) {
    if (const auto why = wrong_with(p, nonce, stream, flows[stream]))
      return "stream " + std::to_string(stream) + ": " + *why;
  }
  return std::nullopt;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned, double) {
  microseconds slowest{};
  for (std::size_t stream = 0; stream < p.count(); ++stream)
    slowest = std::max(slowest, overlapped(p, stream));
  return {{"slowest_stream", seconds(slowest)}};
}

std::optional<Workload::Prefix> Workload::prefix(const Parameters& p) {
  using namespace std::chrono_literals;
  microseconds all{}, part{};
  Parameters some = p;
  some.streams = 0;
  for (std::size_t stream = 0; stream < p.count(); ++stream) {
    if (part < 500ms) part += one_by_one(p, stream), ++some.streams;
    all += one_by_one(p, stream);
  }
  if (all <= 3s) return std::nullopt;
  return Prefix{some, seconds(part) / seconds(all)};
}

std::vector<std::pair<std::string, double>> Workload::counters(const Parameters&, const Answer& flows) {
  std::int64_t all = 0, most = 0;
  for (const Flow& flow : flows) {
    all += flow.source.ended - flow.taken;
    most = std::max(most, flow.source.ended - flow.taken);
  }
  return {{"made_in_vain", static_cast<double>(all)}, {"most_made_in_vain", static_cast<double>(most)}};
}

}  // namespace stream
