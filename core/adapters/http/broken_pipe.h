// With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE to the program, and a server that hangs up would end the
// process.
#pragma once

namespace loket::adapters::http {

// Leaves a handler alone that somebody else has set.
void ignoreBrokenPipes();

}  // namespace loket::adapters::http
