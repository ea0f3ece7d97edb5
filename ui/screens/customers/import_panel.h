// What an address book would bring, line by line, before any of it is kept.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "ui/screens/page.h"

namespace loket::ui::models {
class ImportList;
}
namespace loket::ui::widgets {
class ActionButton;
class Chip;
class InlineMessage;
class ProgressLine;
class RowList;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class ImportPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit ImportPanel(const Counter& counter, QWidget* parent = nullptr);

  void open(const QString& path);
  void keep();
  [[nodiscard]] bool isBusy() const { return m_busy; }
  [[nodiscard]] bool canKeep() const;
  [[nodiscard]] const api::ContactsPreview* preview() const { return m_preview.get(); }
  [[nodiscard]] QList<widgets::KeyHint> hints() const;

 signals:
  void kept(const loket::api::ImportView& import);
  void left();  // Esc
  void hintsChanged();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Filter { All, New, Known, Unusable };

  bool takeKey(int key, bool isRepeat);
  void choose(Filter filter);
  void refresh();
  void refuse(const QString& words);
  void quiet();

  const Counter& m_counter;
  std::shared_ptr<const api::ContactsPreview> m_preview;
  bool m_busy = false;
  bool m_keeping = false;
  int m_round = 0;  // answers about an older file are dropped
  QString m_file;
  widgets::TextLabel* m_title;
  widgets::TextLabel* m_plan;
  widgets::ProgressLine* m_progress;
  std::vector<widgets::Chip*> m_chips;
  models::ImportList* m_model;
  widgets::RowList* m_list;
  QWidget* m_notice;
  widgets::InlineMessage* m_message;
  widgets::ActionButton* m_keep;
  widgets::ActionButton* m_cancel;
};

}  // namespace loket::ui::screens
