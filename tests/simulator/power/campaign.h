// Power cuts by the thousand: every I/O call of every scenario in every way it can fail, and random days.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulator/power/shop.h"

namespace loket::simulator {

struct PowerCoverage {
  std::uint64_t schedules = 0;
  std::uint64_t cuts = 0;
  std::uint64_t lives = 0;
  // What struck, by scenario and event; and by event and kind of call.
  std::map<std::string, std::array<std::uint64_t, kDiskEvents>> scenarios;
  std::array<std::array<std::uint64_t, kIos>, kDiskEvents> struck{};
  std::array<std::uint64_t, kIos> calls{};

  void add(const std::string& scenario, const PowerOutcome& outcome);
  void add(const PowerCoverage& other);
};

struct PowerFailure {
  std::string name;  // how to get it again
  PowerPlan plan;
  std::string violation;
};

struct PowerReport {
  PowerCoverage coverage;
  std::optional<PowerFailure> failure;  // the first that was found
  double seconds = 0;
};

// The random day of this seed.
PowerPlan randomPlan(std::uint64_t seed);
PowerReport runRandom(std::uint64_t firstSeed, std::uint64_t schedules, unsigned jobs,
                      PowerPlant plant = PowerPlant::None);

struct Thoroughness {
  std::string scenario;  // only this one; empty: all
  std::uint64_t stride = 1;  // of the calls every so many, 1: all
  std::uint64_t pairStride =
      0;  // of the cuts every so many, each with cuts in the recovery from it; 0: none
  std::uint64_t recoveryStride = 1;  // of those every so many
};
PowerReport runEnumerated(const Thoroughness& thoroughness, unsigned jobs, PowerPlant plant = PowerPlant::None);

}  // namespace loket::simulator
