// The parts of a pack file that stand in more than one place: texts,
// expressions, citations, intervals, consequences, examples. Used by the pack
// reader only.
//
// Stateless. What cannot be read is reported to the file's diagnostics and
// left empty.
#ifndef SERVICES_RULES_PACKS_READER_PARTS_H_
#define SERVICES_RULES_PACKS_READER_PARTS_H_

#include <string>
#include <vector>

#include "services/rules/packs/pack_source.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {

// A scalar with its place. A node that is not there gives an empty one.
Written ReadWritten(const YamlFile& file, const YAML::Node& node,
                    const std::string& what);
// The same for a node that must be there; says so when it is not.
Written RequireWritten(const YamlFile& file, MapReader* map,
                       const std::string& key, const std::string& what,
                       absl::string_view hint = "");

// {zh: …, en: …}. A node that is not there gives empty texts; one language
// without the other is reported.
WrittenTexts ReadTexts(const YamlFile& file, const YAML::Node& node,
                       const std::string& what);
WrittenTexts RequireTexts(const YamlFile& file, MapReader* map,
                          const std::string& key, const std::string& what);

std::vector<Written> ReadWrittenList(const YamlFile& file,
                                     const YAML::Node& node,
                                     const std::string& what);

// `from` and `until` of a map that is already open.
DateInterval ReadInterval(const YamlFile& file, MapReader* map,
                          const std::string& what);

std::vector<ConsequenceSource> ReadConsequences(const YamlFile& file,
                                                const YAML::Node& node,
                                                const std::string& what);
FineSource ReadFine(const YamlFile& file, const YAML::Node& node,
                    const std::string& what);
DutySource ReadDuty(const YamlFile& file, const YAML::Node& node,
                    const std::string& what);

std::vector<BaseSource> ReadBaseList(const YamlFile& file,
                                     const YAML::Node& node);

std::vector<ExampleSource> ReadExamples(const YamlFile& file,
                                        const YAML::Node& node,
                                        const std::string& what);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_READER_PARTS_H_
