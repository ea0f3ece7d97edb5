#include "ui/screens/sell/doors.h"

#include <QCoreApplication>

namespace loket::ui::screens {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(Doors)
};

}  // namespace

QList<Door> doors() {
  return {
      {QStringLiteral("bolt"),
       theme::Family::Electricity,
       Say::tr("PLN token & bill"),
       Say::tr("type the meter number"),
       {Family::PlnToken, Family::PlnBill}},
      {QStringLiteral("device-mobile"),
       theme::Family::Phone,
       Say::tr("Credit, data, e-money"),
       Say::tr("type the phone number"),
       {Family::Pulsa, Family::Data, Family::EMoney, Family::Game}},
      {QStringLiteral("heart-rate-monitor"),
       theme::Family::Health,
       Say::tr("BPJS"),
       Say::tr("13 or 16 digits"),
       {Family::Health}},
      {QStringLiteral("droplet"),
       theme::Family::Water,
       Say::tr("Water & gas"),
       Say::tr("choose the region"),
       {Family::Water, Family::Gas}},
      {QStringLiteral("send"),
       theme::Family::Bank,
       Say::tr("Deposit & transfer"),
       Say::tr("bank + account"),
       {Family::Transfer, Family::VirtualAccount}},
      {QStringLiteral("router"),
       theme::Family::Internet,
       Say::tr("Internet, TV, others"),
       Say::tr("customer number"),
       {Family::Internet, Family::Television, Family::Finance, Family::Tax, Family::VehicleTax, Family::Other}},
  };
}

}  // namespace loket::ui::screens
