// The configuration file: read strictly, so that a mistake is named by its place and not found out later.
#pragma once

#include <string>

#include "core/api/config.h"
#include "core/base/result.h"

namespace loket::app {

// `path` is absolute or relative to the working directory; paths inside are relative to the file's folder.
// ConfigInvalid names the place ("upstreams[1].apiKey: missing").
Result<api::Config> readConfigFile(const std::string& path);
// As the file would say it, with every secret masked.
std::string showConfig(const api::Config& config);

}  // namespace loket::app
