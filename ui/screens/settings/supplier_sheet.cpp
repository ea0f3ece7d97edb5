#include "ui/screens/settings/supplier_sheet.h"

#include "core/base/secret_bytes.h"
#include "ui/text/families.h"
#include "ui/text/suppliers.h"

namespace loket::ui::screens {

namespace {

SettingKind kindOf(FieldKind kind) {
  switch (kind) {
    case FieldKind::Rupiah:
      return SettingKind::OptionalMoney;
    case FieldKind::Millis:
      return SettingKind::Number;
    case FieldKind::Secret:
      return SettingKind::Secret;
    case FieldKind::Certificate:
    case FieldKind::PrivateKey:
    case FieldKind::Document:
      return SettingKind::File;
    default:
      return SettingKind::Text;
  }
}

// What may stand in its field: never a secret, never a page of letters.
bool isTypedAgain(FieldKind kind) {
  return !isSecretField(kind) && kindOf(kind) != SettingKind::File;
}

// With what an older, longer text has left behind its end.
void overwriteText(std::string& text) {
  text.resize(text.capacity());
  wipe(text.data(), text.size());
}

}  // namespace

void overwrite(UpstreamSettings& supplier) {
  for (auto& [key, value] : supplier.values) overwriteText(value);
  overwriteText(supplier.clientKeyPem);
  overwriteText(supplier.proxy);
  supplier = {};
}

SupplierSheet::SupplierSheet(const Counter& counter, QWidget* parent) : SheetPanel(counter, parent) {}

void SupplierSheet::openKept(const UpstreamSettings& supplier) {
  m_isRemoval = false;
  m_saved = supplier;
  m_draft = supplier;
  m_fields = fieldsOf(supplier.protocol);
  setTitle(text::supplierName(supplier.id));
  begin(true);
}

void SupplierSheet::openNew(std::string_view protocol, const std::set<UpstreamId>& taken) {
  m_isRemoval = false;
  m_saved.reset();
  m_taken = taken;
  m_draft = {};
  m_draft.protocol = std::string(protocol);
  const std::string usual = protocol == "digiflazz" ? "digi" : protocol == "snap" ? "bank" : std::string(protocol);
  std::string id = usual;
  for (int n = 2; taken.count(UpstreamId(id)) > 0; ++n) id = usual + "-" + std::to_string(n);
  m_draft.id = UpstreamId(id);
  m_begun = m_draft;
  m_fields = fieldsOf(protocol);
  setTitle(tr("New: %1").arg(text::protocolName(protocol)));
  begin(true);
}

void SupplierSheet::openRemoval(const UpstreamSettings& supplier) {
  openKept(supplier);
  m_isRemoval = true;
  openGate();
}

SupplierSheet::Unfinished SupplierSheet::forget() {
  const auto unfinished = isBusy()                                ? Unfinished::BeingSaved
                          : m_draft != m_saved.value_or(m_begun) ? Unfinished::Typed
                                                                  : Unfinished::Nothing;
  m_isForgotten = true;
  if (m_saved)
    overwrite(*m_saved);
  m_saved.reset();
  overwrite(m_draft);
  forgetTyped();
  return unfinished;
}

const UpstreamField& SupplierSheet::fieldAt(int row) const {
  return m_fields[static_cast<std::size_t>(row - idRows())];
}

std::vector<SheetPanel::Setting> SupplierSheet::settings() const {
  std::vector<Setting> out;
  if (!m_saved) {
    Setting id;
    id.title = text::fieldTitle("id");
    id.words = text::fieldWords("id");
    id.icon = QStringLiteral("pencil");
    id.typed = QString::fromStdString(m_draft.id.str());
    id.shown = id.typed;
    out.push_back(std::move(id));
  }
  for (const UpstreamField& field : m_fields) {
    const std::string value = fieldText(m_draft, field.key);
    const std::string was = m_saved ? fieldText(*m_saved, field.key) : std::string();
    Setting one;
    one.title = text::fieldTitle(field.key);
    one.words = text::fieldWords(field.key);
    if (!field.required && !isTypedAgain(field.kind) && !value.empty())
      one.words += QLatin1Char(' ') + tr("Del in the list takes it away.");
    one.icon = text::fieldIcon(field.kind);
    one.kind = kindOf(field.kind);
    if (isTypedAgain(field.kind))
      one.typed = QString::fromStdString(value);
    one.shown = text::fieldValue(field, value);
    // Of a new one everything is unsaved: what is missing is told.
    one.isChanged = m_saved && value != was;
    one.isMissing = field.required && value.empty();
    if (one.isChanged)
      one.was = text::fieldValue(field, was);
    out.push_back(std::move(one));
  }
  return out;
}

QString SupplierSheet::set(int row, const QString& typed) {
  if (row < idRows()) {
    UpstreamSettings tried = m_draft;
    tried.id = UpstreamId(typed.toStdString());
    if (m_taken.count(tried.id) > 0)
      return tr("Another supplier is called so.");
    for (const QChar c : typed)
      if (!((c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || c == QLatin1Char('-')))
        return text::fieldWords("id");
    m_draft.id = tried.id;
    return {};
  }
  const UpstreamField& field = fieldAt(row);
  // Nothing typed over a secret means that it stays.
  if (typed.isEmpty() && !isTypedAgain(field.kind)) {
    restore(field);
    return {};
  }
  if (!setField(m_draft, field, typed.trimmed().toStdString()))
    return text::fieldRule(field.kind);
  return {};
}

void SupplierSheet::restore(const UpstreamField& field) {
  static_cast<void>(setField(m_draft, field, m_saved ? fieldText(*m_saved, field.key) : std::string()));
}

void SupplierSheet::takeBack(int row) {
  if (row < idRows())
    return;
  const UpstreamField& field = fieldAt(row);
  const bool isAsSaved = m_saved && fieldText(*m_saved, field.key) == fieldText(m_draft, field.key);
  // What cannot be emptied in its field is taken away here.
  if (isAsSaved && !field.required && !isTypedAgain(field.kind))
    static_cast<void>(setField(m_draft, field, {}));
  else
    restore(field);
}

void SupplierSheet::gateLeft() {
  if (!m_isRemoval)
    return SheetPanel::gateLeft();
  m_isRemoval = false;
  emit left();
}

QString SupplierSheet::whyNotYet() const {
  const Status sound = checkUpstream(m_draft);
  return sound ? QString() : text::supplierSentence(sound.error());
}

QString SupplierSheet::gateWords() const {
  const QString name = text::supplierName(m_draft.id);
  if (m_isRemoval)
    return tr("%1 goes. What was bought there stays in the books.").arg(name);
  if (!m_saved)
    return tr("%1 is added at %2").arg(name, QString::fromStdString(m_draft.url));
  QStringList lines;
  for (const Setting& one : settings())
    if (one.isChanged)
      lines << QStringLiteral("%1: %2 → %3").arg(one.title, one.was, one.shown);
  return lines.join(QStringLiteral("\n"));
}

void SupplierSheet::save(const bridge::Person& owner, std::function<void(const QString& why)> then) {
  api::SaveUpstream command;
  command.from = m_saved;
  if (!m_isRemoval)
    command.to = m_draft;
  command.by = owner.name;
  counter().bridge.saveUpstream(
      command, this, [this, from = command.from, to = command.to, then = std::move(then)](const Result<int>& now) {
        // Nobody looks any more, and it shall not have them again: the list tells how it stands.
        if (m_isForgotten)
          return;
        if (!now)
          return then(text::supplierSentence(now.error()));
        if (to)
          m_saved = m_draft = *to;
        then({});
        emit saved(savedWords(), from, to);
      });
}

QString SupplierSheet::savedWords() const {
  const QString name = text::supplierName(m_draft.id);
  return m_isRemoval ? tr("%1 is no supplier of this shop any more.").arg(name) : tr("%1 is saved and is being asked.").arg(name);
}

}  // namespace loket::ui::screens
