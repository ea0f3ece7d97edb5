// The page of groups: one of them at the left, all of them at the right.
#pragma once

#include "ui/screens/feed_page.h"
#include "ui/screens/groups/group_flow.h"

namespace loket::ui::screens {

class GroupPanel;
class ProofPanel;

class GroupsScreen final : public FeedPage {
  Q_OBJECT

 public:
  explicit GroupsScreen(const Counter& counter, QWidget* parent = nullptr);

  [[nodiscard]] QList<widgets::KeyHint> hints() const override;
  void enter() override;
  [[nodiscard]] GroupFlow& flow() { return m_flow; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showGroups();
  void showStep();

  GroupFlow m_flow;
  models::GroupList* m_list;
  GroupPanel* m_panel;
  ProofPanel* m_proof;
};

}  // namespace loket::ui::screens
