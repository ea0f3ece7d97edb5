// People whose bills are paid together: a neighbourhood's list that somebody brings with the cash for all of it.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/catalogue/inquiry_fields.h"
#include "core/domain/customer/customer.h"

namespace loket::customer {

using GroupId = StrongId<struct GroupIdTag>;

struct GroupMember {
  std::string name;  // who it is for, as the list says; may be empty
  ProductId product;
  std::string number;  // normalized
  // What its bill is asked by beside the number, as readKeptFields() keeps it; nothing: as usual.
  InquiryFields fields = {};

  friend bool operator==(const GroupMember&, const GroupMember&) = default;
};

struct Group {
  GroupId id;
  std::string name;
  std::vector<GroupMember> members;  // in the order of the list, each bill once: product, number and tax year
};

inline constexpr std::size_t kGroupMembersMax = 100;

// The group with one more member. NameInvalid: no such name can be written; NumberInvalid "taken": the list has
// it already, "many": it is full.
Result<Group> withMember(Group group, GroupMember member);

}  // namespace loket::customer
