#include "runtimes/fork/deal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "runtimes/sequential/blocking.hpp"

namespace {

using forked::Answer;
using forked::Deal;
using forked::Worker;

class Mailbox {
 public:
  Mailbox(int orders, int answers) : orders_(orders), answers_(answers) {}

  forked::Order<int> next() const {
    forked::Mail<int> mail;
    sequential::read_exactly(orders_, forked::room_of(mail));
    return mail.value();
  }
  void answer(const forked::Order<int>& order) const {
    const Answer<int> answer{order.index, order.request};
    sequential::write_all(answers_, forked::bytes_of(answer));
  }

 private:
  int orders_, answers_;
};

std::vector<int> deal_to(const Worker::Serve& serve, std::span<const int> requests) {
  std::array workers{Worker(serve)};
  return Deal<int, int>(workers, requests).finish();
}

// This worker answers nothing until it has two requests.
TEST(Deal, QueuesARequestBehindTheOneInHand) {
  const auto two_at_once = [](int orders, int answers) {
    const Mailbox mail(orders, answers);
    const auto first = mail.next(), second = mail.next();
    mail.answer(first);
    mail.answer(second);
    mail.answer(mail.next());
  };
  EXPECT_THAT(deal_to(two_at_once, std::array{7, 8, 9}), testing::ElementsAre(7, 8, 9));
}

TEST(Deal, PutsRepliesWhereTheirRequestsWere) {
  const auto backwards = [](int orders, int answers) {
    const Mailbox mail(orders, answers);
    const auto first = mail.next(), second = mail.next();
    mail.answer(second);
    mail.answer(first);
    mail.answer(mail.next());
  };
  EXPECT_THAT(deal_to(backwards, std::array{7, 8, 9}), testing::ElementsAre(7, 8, 9));
}

}  // namespace
