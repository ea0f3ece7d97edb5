// Where paper comes out and what it looks like: a printer that is found and tried before anybody depends on
// it, the shop's own lines and mark, and beside them the paper as it will be.
#pragma once

#include <QTimer>
#include <QWidget>
#include <vector>

#include "core/api/paper.h"
#include "ui/screens/page.h"

class QLineEdit;
class QVBoxLayout;

namespace loket::ui::widgets {
class ActionButton;
class ChoiceGrid;
class InlineMessage;
class ReceiptPaper;
class TextLabel;
}  // namespace loket::ui::widgets

namespace loket::ui::screens {

class PaperPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit PaperPanel(const Counter& counter, QWidget* parent = nullptr);

  // Takes the keyboard; what was changed and not kept is still there.
  void enter();
  [[nodiscard]] QList<widgets::KeyHint> hints() const;
  // A picture becomes the shop's mark, as large as the paper has room for.
  void takeLogo(const QString& file);

 signals:
  void left();  // Esc

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  // The shop's lines above or below: as many fields as there are lines, and one more.
  struct Lines {
    QVBoxLayout* column = nullptr;
    QString name;
    std::vector<QLineEdit*> fields;
  };
  QWidget* makeForm(QWidget* parent);
  QLineEdit* makeField(const QString& name, QWidget* parent);
  void fillLines(Lines& lines, const std::vector<std::string>& texts);
  void addField(Lines& lines, const QString& text);
  [[nodiscard]] static std::vector<std::string> textsOf(const Lines& lines);
  void orderTabs();
  void bring();
  void bringUnder();
  void take(const api::PaperSettings& settings);
  void fill(const api::PaperSettings& settings);
  [[nodiscard]] api::PaperSettings draft() const;
  [[nodiscard]] bool isChanged() const;
  void lookForPrinters();
  void showFound();
  void changed();
  void preview();
  void tryOut();
  void keep();
  void askLogo();
  void dropLogo();
  void leave();

  const Counter& m_counter;
  api::PaperSettings m_kept;
  bool m_known = false;    // what is kept has been read
  bool m_unread = false;   // it could not be read
  bool m_busy = false;     // a trial or a keeping is under way
  bool m_leaving = false;  // Esc was pressed with something not kept
  int m_round = 0;         // answers about an older draft are dropped
  std::vector<api::FoundPrinter> m_found;
  std::string m_logo;
  QTimer m_debounce;
  widgets::TextLabel* m_foundWords = nullptr;
  widgets::ChoiceGrid* m_printers = nullptr;
  QLineEdit* m_address = nullptr;
  widgets::ChoiceGrid* m_profiles = nullptr;
  widgets::ChoiceGrid* m_drawers = nullptr;
  widgets::ChoiceGrid* m_seals = nullptr;
  Lines m_header;
  Lines m_footer;
  widgets::ActionButton* m_chooseLogo = nullptr;
  widgets::ActionButton* m_dropLogo = nullptr;
  widgets::InlineMessage* m_message = nullptr;
  widgets::ActionButton* m_try = nullptr;
  widgets::ActionButton* m_keep = nullptr;
  widgets::ReceiptPaper* m_paper = nullptr;
  QWidget* m_side = nullptr;
};

}  // namespace loket::ui::screens
