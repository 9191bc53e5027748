#include "benchmarks/io/fetch/workload.hpp"

#include <charconv>
#include <iterator>
#include <numeric>

namespace fetch {
namespace {

constexpr std::int64_t fewest_links = 4, most_links = 16;
constexpr std::array<std::string_view, 8> words{"board", "clock", "knight", "queen",
                                                "rook",  "pawn",  "move",   "mate"};
constexpr std::string_view opening = "<a href=\"", closing = "\"";

// Of a page's seeded properties the one with that number.
std::int64_t seeded(std::size_t page, std::uint64_t property, std::int64_t low, std::int64_t high) {
  return simul::seeded(3 * page + property, low, high);
}

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), number, 16).ptr;
  return {digits.begin(), end};
}

std::size_t links_of(std::size_t page) {
  return static_cast<std::size_t>(seeded(page, 2, fewest_links, most_links));
}

std::string link_of(const Place& place, std::size_t link) {
  const std::uint64_t name = simul::mix(simul::mix(simul::mix(place.nonce) + place.page) + link);
  return target_of(place.nonce, place.page) + '/' + hexadecimal(name);
}

void add_paragraph(std::string& html, std::uint64_t seed, std::string_view link) {
  html += "<p>";
  for (std::uint64_t word = 0; word < 30; ++word)
    (html += words[simul::mix(seed + word) % words.size()]) += ' ';
  ((html += opening) += link) += "\">on</a></p>\n";
}

std::string page_at(const Place& place) {
  std::string html =
      "<!DOCTYPE html>\n<html><head><title>" + std::to_string(place.page) + "</title></head><body>\n";
  for (std::size_t link = 0; link < links_of(place.page); ++link)
    add_paragraph(html, place.page * most_links + link, link_of(place, link));
  return html += "</body></html>\n";
}

// Has a link too, for whoever takes it for a page.
std::string apology() {
  std::string html = "<!DOCTYPE html>\n<html><head><title>Not found</title></head><body>\n";
  add_paragraph(html, 0, "/");
  return html += "</body></html>\n";
}

double seconds(std::chrono::microseconds time) { return std::chrono::duration<double>(time).count(); }

std::optional<std::string> wrong_with(std::vector<std::string> lines, const std::vector<std::string>& right) {
  std::ranges::sort(lines);
  const auto twin = std::ranges::adjacent_find(lines);
  if (twin != lines.end()) return "twice in the file: " + *twin;
  std::vector<std::string> found;
  std::ranges::set_difference(lines, right, std::back_inserter(found));
  if (!found.empty()) return "does not belong into the file of this run: " + found.front();
  std::ranges::set_difference(right, lines, std::back_inserter(found));
  if (!found.empty()) return "not in the file: " + found.front();
  return std::nullopt;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::optional<std::string> wrong_with(const Parameters& p, const Served& served) {
  Served right;
  for (std::size_t page = 0; page < p.count(); ++page) {
    right.answers += p.answers(page);
    right.broken_off += p.answers(page) - 1;
  }
  if (served.answers != right.answers)
    return std::to_string(served.answers) + " requests were answered, not " + std::to_string(right.answers);
  if (served.broken_off != right.broken_off)
    return std::to_string(served.broken_off) + " answers broke off, not " + std::to_string(right.broken_off);
  if (served.most_at_once > p.limit)
    return std::to_string(served.most_at_once) + " requests at once, where " + std::to_string(p.limit) +
           " are polite";
  return std::nullopt;
}

// Made once, or the making would be timed as reading.
const std::vector<std::string>& some_pages(std::size_t count) {
  static std::vector<std::string> pages;
  while (pages.size() < count) pages.push_back(page_at({.nonce = 0, .page = pages.size()}));
  return pages;
}

}  // namespace

Manner Parameters::manner(std::size_t page) const {
  switch (seeded(page, 0, 0, 9)) {
    case 0: return Manner::slow;
    case 1: return Manner::missing;
    case 2: return Manner::breaks_off;
    default: return Manner::prompt;
  }
}

std::chrono::microseconds Parameters::delay(std::size_t page) const {
  if (manner(page) == Manner::slow) return std::chrono::microseconds(slow_us);
  return std::chrono::microseconds(seeded(page, 1, shortest_us, longest_us));
}

std::string target_of(std::uint64_t nonce, std::size_t page) {
  return '/' + hexadecimal(nonce) + '/' + std::to_string(page);
}

std::optional<Place> place_of(const Parameters& p, std::string_view target) {
  Place place{};
  const char* const end = target.data() + target.size();
  if (!target.starts_with('/')) return std::nullopt;
  const auto nonce = std::from_chars(target.data() + 1, end, place.nonce, 16);
  if (nonce.ec != std::errc() || nonce.ptr == end || *nonce.ptr != '/') return std::nullopt;
  const auto page = std::from_chars(nonce.ptr + 1, end, place.page);
  if (page.ec != std::errc() || page.ptr != end || place.page >= p.count()) return std::nullopt;
  return place;
}

Reply reply_of(const Parameters& p, const Place& place) {
  if (p.manner(place.page) == Manner::missing) return {404, apology()};
  return {200, page_at(place)};
}

std::string harvest(std::string_view target, unsigned status, std::string_view html) {
  if (status != 200) return std::to_string(status) + ' ' + std::string(target) + '\n';
  std::string lines;
  for (std::size_t at = html.find(opening); at != std::string_view::npos; at = html.find(opening, at)) {
    at += opening.size();
    const std::size_t end = html.find(closing, at);
    if (end == std::string_view::npos) break;
    (lines += html.substr(at, end - at)) += '\n';
    at = end;
  }
  return lines;
}

std::vector<std::string> right_lines(const Parameters& p, std::uint64_t nonce) {
  std::vector<std::string> lines;
  for (std::size_t page = 0; page < p.count(); ++page) {
    if (p.manner(page) == Manner::missing) {
      lines.push_back("404 " + target_of(nonce, page) + '\n');
      continue;
    }
    for (std::size_t link = 0; link < links_of(page); ++link)
      lines.push_back(link_of({nonce, page}, link) + '\n');
  }
  std::ranges::sort(lines);
  return lines;
}

std::optional<std::string> Workload::verify(const Parameters& p, std::uint64_t nonce, const Answer& answer) {
  if (const auto why = wrong_with(lines_of(answer.file), right_lines(p, nonce)))
    return why->substr(0, why->find('\n'));
  return wrong_with(p, answer.served);
}

std::uint64_t Workload::kernel(const Parameters& p) {
  std::uint64_t bytes = 0;
  const auto& pages = some_pages(p.count());
  for (std::size_t page = 0; page < p.count(); ++page)
    if (p.manner(page) != Manner::missing) bytes += harvest({}, 200, pages[page]).size();
  return bytes;
}

simul::LowerBounds Workload::bounds(const Parameters& p, unsigned cpus, double kernel_s) {
  std::vector<std::chrono::microseconds> waits(p.count());
  for (std::size_t page = 0; page < waits.size(); ++page) waits[page] = p.wait(page);
  std::ranges::sort(waits);
  const auto sum = [](auto from, auto to) {
    return seconds(std::accumulate(from, to, std::chrono::microseconds()));
  };
  const std::int64_t rounds = (p.pages + p.limit - 1) / p.limit;
  return {{"longest", seconds(waits.back())},
          {"places", sum(waits.begin(), waits.end()) / static_cast<double>(p.limit)},
          {"rounds", sum(waits.begin(), waits.begin() + rounds)},
          {"reading", seconds(waits.front()) + kernel_s / cpus}};
}

}  // namespace fetch
