// Reads an XML document element by element, with nothing that can blow up: no
// entity of the document's own is expanded, nothing outside is fetched, depth
// and text are bounded.
//
// Calls the handler on the calling thread, in the order of the document.
// INVALID_ARGUMENT with line and column for what is not well-formed or declares
// entities; RESOURCE_EXHAUSTED beyond FileLimits.
#ifndef SERVICES_CATALOG_IMPORTER_FILES_XML_READER_H_
#define SERVICES_CATALOG_IMPORTER_FILES_XML_READER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/catalog/importer/files/file_source.h"

namespace zhiheng::catalog {

// Names are local: the prefix before : is cut off.
using XmlAttributes = std::vector<std::pair<std::string, std::string>>;

// The value of an attribute; empty when it is not there.
absl::string_view AttributeOf(const XmlAttributes& attributes,
                              absl::string_view name);

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Open(const std::string& element, const XmlAttributes& attributes,
                    int line) = 0;
  virtual void Close(const std::string& element) = 0;
  // In as many pieces as the parser likes.
  virtual void Characters(absl::string_view text) = 0;
};

absl::Status ReadXml(absl::string_view document, const FileLimits& limits,
                     XmlHandler* handler);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_FILES_XML_READER_H_
