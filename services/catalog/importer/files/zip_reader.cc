// The central directory at the end says where members are; sizes in it are
// claims, so unpacking stops at the limit whatever they say.
// Tested by files_test.cc.
#include "services/catalog/importer/files/zip_reader.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

constexpr uint32_t kEndSignature = 0x06054b50;
constexpr uint32_t kEntrySignature = 0x02014b50;
constexpr uint32_t kLocalSignature = 0x04034b50;
constexpr size_t kEndBytes = 22;
constexpr size_t kEntryBytes = 46;
constexpr size_t kLocalBytes = 30;
constexpr size_t kMaxCommentBytes = 65'535;

struct Member {
  uint16_t flags = 0;
  uint16_t method = 0;
  uint32_t crc = 0;
  uint32_t packed = 0;
  uint32_t unpacked = 0;
  uint32_t offset = 0;
};

absl::Status Broken(absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("the archive is damaged: ", why,
                   "; open it in an office program and save it again"));
}

uint16_t U16(absl::string_view data, size_t at) {
  return static_cast<uint16_t>(static_cast<uint8_t>(data[at]) |
                               static_cast<uint8_t>(data[at + 1]) << 8);
}

uint32_t U32(absl::string_view data, size_t at) {
  return static_cast<uint32_t>(U16(data, at)) |
         static_cast<uint32_t>(U16(data, at + 2)) << 16;
}

bool Has(absl::string_view data, size_t at, size_t bytes) {
  return at <= data.size() && bytes <= data.size() - at;
}

std::optional<size_t> FindEnd(absl::string_view data) {
  if (data.size() < kEndBytes) return std::nullopt;
  const size_t last = data.size() - kEndBytes;
  const size_t first = last - std::min(last, kMaxCommentBytes);
  for (size_t at = last + 1; at-- > first;) {
    if (U32(data, at) == kEndSignature) return at;
  }
  return std::nullopt;
}

absl::StatusOr<Member> FindMember(absl::string_view data,
                                  absl::string_view name,
                                  const FileLimits& limits) {
  const auto end = FindEnd(data);
  if (!end.has_value()) return Broken("it has no directory");
  const size_t count = U16(data, *end + 10);
  if (count > limits.max_archive_members) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the archive has ", count, " members; at most ",
        limits.max_archive_members, " are read (max_archive_members)"));
  }
  size_t at = U32(data, *end + 16);
  for (size_t i = 0; i < count; ++i) {
    if (!Has(data, at, kEntryBytes) || U32(data, at) != kEntrySignature) {
      return Broken("its directory is cut short");
    }
    const size_t name_bytes = U16(data, at + 28);
    const size_t skip = name_bytes + U16(data, at + 30) + U16(data, at + 32);
    if (!Has(data, at + kEntryBytes, skip)) {
      return Broken("its directory is cut short");
    }
    if (data.substr(at + kEntryBytes, name_bytes) == name) {
      return Member{U16(data, at + 8),  U16(data, at + 10), U32(data, at + 16),
                    U32(data, at + 20), U32(data, at + 24), U32(data, at + 42)};
    }
    at += kEntryBytes + skip;
  }
  return absl::NotFoundError(
      absl::StrCat("there is no ", name, " in the archive"));
}

absl::StatusOr<std::string> Inflate(absl::string_view packed,
                                    const FileLimits& limits) {
  const size_t most =
      std::min(limits.max_unpacked_bytes,
               std::max<size_t>(packed.size(), 1024) * limits.max_unpack_ratio);
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
    return absl::InternalError("zlib does not start");
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  char block[1 << 14];
  int state = Z_OK;
  while (state == Z_OK && out.size() <= most) {
    stream.next_out = reinterpret_cast<Bytef*>(block);
    stream.avail_out = sizeof(block);
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(block, sizeof(block) - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > most) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "a member of ", packed.size(), " bytes unpacks to more than ", most,
        " (max_unpacked_bytes ", limits.max_unpacked_bytes,
        ", max_unpack_ratio ", limits.max_unpack_ratio, ")"));
  }
  if (state != Z_STREAM_END) return Broken("a member does not unpack");
  return out;
}

}  // namespace

absl::StatusOr<std::string> ReadZipMember(absl::string_view archive,
                                          absl::string_view member,
                                          const FileLimits& limits) {
  ASSIGN_OR_RETURN(const Member found, FindMember(archive, member, limits));
  if ((found.flags & 1) != 0) {
    return absl::InvalidArgumentError(
        "the archive is encrypted; save it without a password");
  }
  const size_t at = found.offset;
  if (!Has(archive, at, kLocalBytes) || U32(archive, at) != kLocalSignature) {
    return Broken("a member is not where the directory says");
  }
  const size_t data =
      at + kLocalBytes + U16(archive, at + 26) + U16(archive, at + 28);
  if (!Has(archive, data, found.packed)) return Broken("a member is cut short");
  const absl::string_view packed = archive.substr(data, found.packed);
  std::string text;
  if (found.method == 0) {
    text = std::string(packed);
  } else if (found.method == 8) {
    ASSIGN_OR_RETURN(text, Inflate(packed, limits));
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("a member is packed with method ", found.method,
                     "; only stored (0) and deflate (8) are read"));
  }
  if (crc32(0, reinterpret_cast<const Bytef*>(text.data()),
            static_cast<uInt>(text.size())) != found.crc) {
    return Broken("a checksum differs");
  }
  return text;
}

}  // namespace zhiheng::catalog
