#include "core/domain/customer/group.h"

#include <algorithm>

namespace loket::customer {

Result<Group> withMember(Group group, GroupMember member) {
  if (!member.name.empty()) {
    LOKET_ASSIGN(member.name, customerName(member.name));
  }
  if (std::any_of(group.members.begin(), group.members.end(), [&member](const GroupMember& one) {
        return one.product == member.product && one.number == member.number &&
               one.fields.taxYear == member.fields.taxYear;
      }))
    return fail(ErrorCode::NumberInvalid, "taken");
  if (group.members.size() >= kGroupMembersMax)
    return fail(ErrorCode::NumberInvalid, "many");
  group.members.push_back(std::move(member));
  return group;
}

}  // namespace loket::customer
