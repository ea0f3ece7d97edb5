// A certificate authority's text as a file that exists in memory only. libcurl keeps what it read from a file
// for the next connections; what it gets as bytes it reads anew for each, which costs a third of a resumed
// handshake.
#pragma once

#include <memory>
#include <string>

namespace loket::adapters::http {

class CaFile {
 public:
  // Nothing where the system has no such files.
  static std::unique_ptr<CaFile> create(const std::string& pem);
  ~CaFile();
  CaFile(const CaFile&) = delete;
  CaFile& operator=(const CaFile&) = delete;
  // Another one for every file: libcurl tells sessions of different authorities apart by it.
  const std::string& path() const { return m_path; }

 private:
  CaFile(int descriptor, std::string path) : m_descriptor(descriptor), m_path(std::move(path)) {}
  int m_descriptor;
  std::string m_path;
};

}  // namespace loket::adapters::http
