#include "app/cashier/shots/shots.h"

#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QPixmap>
#include <QTextStream>
#include <algorithm>
#include <utility>
#include <vector>

#include "app/cashier/customer_display.h"
#include "app/cashier/shots/stage.h"
#include "ui/text/language.h"
#include "ui/theme/theme.h"

namespace loket::app {
namespace {

constexpr int kTurnMs = 15;
constexpr int kPatience = 400;  // turns for one step before it is given up

// Of the contact sheet: all pictures of one language and look at a glance.
constexpr QSize kThumb{320, 180};
constexpr int kColumns = 6;
constexpr int kGap = 12;
constexpr int kCaption = 22;  // under each picture, its name

// Walks through all scenes by the event loop, never inside of another loop.
class Photographer final : public QObject {
 public:
  Photographer(QApplication& application, const QString& folder, std::vector<Scene> chosen,
               const ShotChoice& choice)
      : m_application(application), m_folder(folder), m_scenes(std::move(chosen)) {
    m_theme.setMotion(false);
    m_theme.apply(application);
    for (const auto language : {ui::text::Language::Indonesian, ui::text::Language::English})
      for (const auto mode : {ui::theme::Mode::Light, ui::theme::Mode::Dark})
        if (choice.language.value_or(language) == language && choice.mode.value_or(mode) == mode)
          for (std::size_t i = 0; i < m_scenes.size(); ++i) m_queue.push_back({i, language, mode, kShotSize});
    if (!choice.language && !choice.mode)
      for (std::size_t i = 0; i < m_scenes.size(); ++i)
        m_queue.push_back({i, ui::text::Language::Indonesian, ui::theme::Mode::Light, kSmallShotSize});
    connect(&m_turn, &QTimer::timeout, this, &Photographer::turn);
    m_turn.start(kTurnMs);
  }

 private:
  struct Shot {
    std::size_t scene = 0;
    ui::text::Language language = ui::text::Language::Indonesian;
    ui::theme::Mode mode = ui::theme::Mode::Light;
    QSize size = kShotSize;
  };

  void open(const Shot& shot) {
    ui::text::install(shot.language, m_application);
    m_theme.setMode(shot.mode);
    const Scene& scene = m_scenes[shot.scene];
    m_steps = scene.steps;
    m_step = 0;
    m_waited = 0;
    m_stage = std::make_unique<Stage>();
    if (scene.before)
      scene.before(*m_stage);
    m_stage->makeWindow(m_theme, shot.size);
    if (!showDoor(scene, *m_stage, shot.language))
      m_stage->showCounter(shot.language);
    m_stage->window->setCustomerDisplay(scene.display);
    m_stage->window->show();
    m_stage->window->activateWindow();
  }

  void turn() {
    if (m_next >= m_queue.size()) {
      writeSheet();
      return QCoreApplication::exit(m_failures == 0 ? 0 : 1);
    }
    const Shot& shot = m_queue[m_next];
    if (!m_stage)
      return open(shot);
    if (m_step < m_steps.size()) {
      if (m_steps[m_step](*m_stage)) {
        ++m_step;
        m_waited = 0;
      } else if (++m_waited > kPatience) {
        QTextStream(stderr) << "stuck: " << m_scenes[shot.scene].name << " step " << m_step << '\n';
        ++m_failures;
        m_step = m_steps.size();
      }
      return;
    }
    save(shot);
    m_stage->window.reset();
    m_stage.reset();
    ++m_next;
  }

  void save(const Shot& shot) {
    const QString mode =
        shot.mode == ui::theme::Mode::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    const QString kind = QStringLiteral("%1-%2%3").arg(
        ui::text::codeOf(shot.language), mode, shot.size == kSmallShotSize ? QStringLiteral("-small") : QString());
    const QString path =
        QDir(m_folder).filePath(QStringLiteral("%1-%2.png").arg(m_scenes[shot.scene].name, kind));
    if (kind != m_kind)
      writeSheet();
    m_kind = kind;
    QWidget* seen = m_stage->window.get();
    if (m_scenes[shot.scene].display)
      seen = m_stage->window->customerDisplay();
    const QPixmap picture = seen->grab();
    m_thumbs.emplace_back(m_scenes[shot.scene].name,
                          picture.scaled(kThumb, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    written(path, picture);
  }

  void written(const QString& path, const QPixmap& picture) {
    if (picture.save(path))
      QTextStream(stdout) << path << '\n';
    else
      ++m_failures;
  }

  // One picture alone is its own sheet.
  void writeSheet() {
    const auto thumbs = std::exchange(m_thumbs, {});
    if (thumbs.size() < 2)
      return;
    const int rows = (static_cast<int>(thumbs.size()) + kColumns - 1) / kColumns;
    QPixmap sheet(kColumns * (kThumb.width() + kGap) + kGap, rows * (kThumb.height() + kCaption + kGap) + kGap);
    sheet.fill(m_theme.colour(ui::theme::ColourRole::Canvas));
    QPainter painter(&sheet);
    painter.setFont(m_theme.font(ui::theme::TextSize::Small, ui::theme::Weight::Medium));
    painter.setPen(m_theme.colour(ui::theme::ColourRole::Ink));
    int at = 0;
    for (const auto& [name, picture] : thumbs) {
      const QPoint corner(kGap + at % kColumns * (kThumb.width() + kGap),
                          kGap + at / kColumns * (kThumb.height() + kCaption + kGap));
      painter.drawPixmap(corner, picture);
      painter.drawText(QRect(corner + QPoint(0, kThumb.height()), QSize(kThumb.width(), kCaption)),
                       Qt::AlignLeft | Qt::AlignVCenter, name);
      ++at;
    }
    painter.end();
    written(QDir(m_folder).filePath(QStringLiteral("contact-%1.png").arg(m_kind)), sheet);
  }

  QApplication& m_application;
  QString m_folder;
  ui::theme::Theme m_theme;
  std::vector<Scene> m_scenes;
  std::vector<Shot> m_queue;
  std::vector<Step> m_steps;
  std::unique_ptr<Stage> m_stage;
  QString m_kind;  // language and look of the pictures that were taken last
  std::vector<std::pair<QString, QPixmap>> m_thumbs;
  std::size_t m_next = 0;
  std::size_t m_step = 0;
  int m_waited = 0;
  int m_failures = 0;
  QTimer m_turn;
};

}  // namespace

int drawShots(QApplication& application, const QString& folder, const ShotChoice& choice) {
  std::vector<Scene> chosen = scenes();
  QStringList unknown = choice.scenes;
  for (const Scene& scene : chosen) unknown.removeAll(scene.name);
  if (!unknown.isEmpty()) {
    QTextStream(stderr) << "loket: no such scene: " << unknown.join(QStringLiteral(", ")) << '\n';
    return 2;
  }
  if (!choice.scenes.isEmpty())
    chosen.erase(
        std::remove_if(chosen.begin(), chosen.end(),
                       [&choice](const Scene& scene) { return !choice.scenes.contains(scene.name); }),
        chosen.end());
  if (!QDir().mkpath(folder))
    return 1;
  QApplication::setQuitOnLastWindowClosed(false);
  const Photographer photographer(application, folder, std::move(chosen), choice);
  return QApplication::exec();
}

}  // namespace loket::app
