// bench_empty_window: a window of the counter's size with nothing in it, that says when it was first painted.
#include <QApplication>
#include <QTimer>
#include <QWidget>
#include <cstdio>

namespace {

class EmptyWindow final : public QWidget {
 protected:
  void paintEvent(QPaintEvent* event) override {
    QWidget::paintEvent(event);
    if (m_painted)
      return;
    m_painted = true;
    QTimer::singleShot(0, this, [] { std::fputs("first-frame\n", stderr); });
  }

 private:
  bool m_painted = false;
};

}  // namespace

int main(int argc, char** argv) {
  const QApplication application(argc, argv);
  EmptyWindow window;
  window.resize(1366, 768);
  window.show();
  return QApplication::exec();
}
