// Tested by files_test.cc.
#include "services/catalog/importer/files/xml_reader.h"

#include <expat.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {
namespace {

struct ParserDeleter {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using ParserPtr =
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserDeleter>;

struct Reading {
  XML_Parser parser = nullptr;
  const FileLimits* limits = nullptr;
  XmlHandler* handler = nullptr;
  int depth = 0;
  size_t text_bytes = 0;
  absl::Status status;

  int Line() const {
    return static_cast<int>(XML_GetCurrentLineNumber(parser));
  }
  void Stop(absl::Status why) {
    if (status.ok()) status = std::move(why);
    XML_StopParser(parser, XML_FALSE);
  }
};

std::string LocalName(const char* name) {
  const absl::string_view text = name;
  const size_t colon = text.rfind(':');
  return std::string(colon == absl::string_view::npos ? text
                                                      : text.substr(colon + 1));
}

void OnOpen(void* user, const char* name, const char** attributes) {
  auto* reading = static_cast<Reading*>(user);
  if (++reading->depth > reading->limits->max_xml_depth) {
    return reading->Stop(absl::ResourceExhaustedError(
        absl::StrCat("line ", reading->Line(), ": more than ",
                     reading->limits->max_xml_depth,
                     " elements inside one another (max_xml_depth)")));
  }
  XmlAttributes read;
  for (; attributes[0] != nullptr; attributes += 2) {
    read.emplace_back(LocalName(attributes[0]), attributes[1]);
  }
  reading->handler->Open(LocalName(name), read, reading->Line());
}

void OnClose(void* user, const char* name) {
  auto* reading = static_cast<Reading*>(user);
  --reading->depth;
  reading->handler->Close(LocalName(name));
}

void OnCharacters(void* user, const char* text, int size) {
  auto* reading = static_cast<Reading*>(user);
  reading->text_bytes += static_cast<size_t>(size);
  if (reading->text_bytes > reading->limits->max_xml_text_bytes) {
    return reading->Stop(absl::ResourceExhaustedError(
        absl::StrCat("line ", reading->Line(), ": more than ",
                     reading->limits->max_xml_text_bytes,
                     " bytes of text (max_xml_text_bytes)")));
  }
  reading->handler->Characters({text, static_cast<size_t>(size)});
}

void OnEntity(void* user, const XML_Char* name, int, const XML_Char*, int,
              const XML_Char*, const XML_Char*, const XML_Char*,
              const XML_Char*) {
  auto* reading = static_cast<Reading*>(user);
  reading->Stop(absl::InvalidArgumentError(absl::StrCat(
      "line ", reading->Line(), ": the document declares the entity \"", name,
      "\"; entities are not expanded, write their text out")));
}

}  // namespace

absl::string_view AttributeOf(const XmlAttributes& attributes,
                              absl::string_view name) {
  for (const auto& [key, value] : attributes) {
    if (key == name) return value;
  }
  return "";
}

absl::Status ReadXml(absl::string_view document, const FileLimits& limits,
                     XmlHandler* handler) {
  const ParserPtr parser(XML_ParserCreate(nullptr));
  if (parser == nullptr) return absl::InternalError("expat does not start");
  Reading reading;
  reading.parser = parser.get();
  reading.limits = &limits;
  reading.handler = handler;
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), OnOpen, OnClose);
  XML_SetCharacterDataHandler(parser.get(), OnCharacters);
  XML_SetEntityDeclHandler(parser.get(), OnEntity);
  const XML_Status parsed =
      XML_Parse(parser.get(), document.data(),
                static_cast<int>(document.size()), XML_TRUE);
  if (!reading.status.ok()) return reading.status;
  if (parsed != XML_STATUS_OK) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", XML_GetCurrentLineNumber(parser.get()),
                     ", column ", XML_GetCurrentColumnNumber(parser.get()) + 1,
                     ": ", XML_ErrorString(XML_GetErrorCode(parser.get()))));
  }
  return absl::OkStatus();
}

}  // namespace zhiheng::catalog
