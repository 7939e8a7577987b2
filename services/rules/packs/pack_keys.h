// Every key of a pack file and of a suite: where it stands, what it holds, what
// it means. The readers take the keys from here, and so does the schema for
// editors and the formatter's order of keys.
//
// Immutable, thread-safe, lives as long as the program. SpecOf() of a name that
// is not there is a mistake in this program and ends it.
#ifndef SERVICES_RULES_PACKS_PACK_KEYS_H_
#define SERVICES_RULES_PACKS_PACK_KEYS_H_

#include <string>
#include <vector>

namespace zhiheng::rules {

struct KeySpec {
  enum class Holds {
    kText,      // a text, a number, yes or no; expressions too
    kWord,      // one of words
    kDate,      // 2026-01-31
    kFlag,      // true or false
    kCount,     // a whole number
    kTextList,  // texts; ~ for an open end
    kMap,       // the map named by `of`
    kMapList,   // a list of them
    kNamed,     // a map from names to what `of` says: a map, a list of maps,
                // texts or anything
    kAny,
  };
  std::string key;
  Holds holds = Holds::kText;
  bool required = false;
  std::string about;
  std::string of = "";  // kMap, kMapList, kNamed
  std::vector<std::string> words = {};
};

// What stands in kNamed beside the name of a map.
inline constexpr char kNamedText[] = "text";
inline constexpr char kNamedTexts[] = "text list";
inline constexpr char kNamedAny[] = "anything";

struct MapSpec {
  std::string name;
  std::vector<KeySpec> keys;  // in the order in which they are usually written
  std::vector<std::string> names = {};  // of the keys

  const std::vector<std::string>& Names() const { return names; }
};

// Of a pack: `pack`; of a suite: `suite`; and of the maps inside them.
const std::vector<MapSpec>& AllMaps();
const MapSpec& SpecOf(const std::string& name);
// The words that a key may hold, in the order of its enum.
const std::vector<std::string>& WordsOf(const std::string& map,
                                        const std::string& key);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_PACK_KEYS_H_
