#include "tests/unit/engine/faulty_store.h"

namespace loket::tests {

void FaultyStore::failAt(int n, Fault fault) {
  m_failAt = m_commits + n;
  m_fault = fault;
}

Status FaultyStore::commit(const ports::UnitOfWork& work) {
  if (m_broken)
    return fail(*m_broken);
  if (work.empty())
    return m_real.commit(work);
  ++m_commits;
  sizes.push_back(work.payments.size());
  if (!work.confirmations.empty() && m_failMessage > 0 && --m_failMessage == 0) {
    m_messageFailed = true;
    return fail(ErrorCode::DiskFull, "planted");
  }
  if (m_commits != m_failAt)
    return m_real.commit(work);
  switch (m_fault) {
    case Fault::Full:
      return fail(ErrorCode::DiskFull, "planted");
    case Fault::BrokenBehind:
      if (auto done = m_real.commit(work); !done)
        return done;
      m_broken = Error{ErrorCode::DiskFault, "planted"};
      return fail(ErrorCode::CommitUnsure, "planted");
    case Fault::Broken:
      m_broken = Error{ErrorCode::DiskFault, "planted"};
      return fail(*m_broken);
  }
  return {};
}

Status FaultyStore::canAccept() {
  if (m_broken)
    return fail(*m_broken);
  return m_real.canAccept();
}

}  // namespace loket::tests
