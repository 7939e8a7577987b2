#include "tests/differential/term.h"

namespace zhiheng::differential {
namespace {

using cel::Type;
using cel::TypeKind;

// The plainest text of a type; empty when there is none.
std::string PlainText(const Type& type) {
  switch (type.kind()) {
    case TypeKind::kBool:
      return "true";
    case TypeKind::kInt:
    case TypeKind::kDyn:
      return "1";
    case TypeKind::kUint:
      return "1u";
    case TypeKind::kDouble:
      return "1.0";
    case TypeKind::kString:
      return "'a'";
    case TypeKind::kBytes:
      return "b'a'";
    case TypeKind::kDecimal:
      return "decimal('1')";
    case TypeKind::kMoney:
      return "money('1')";
    case TypeKind::kDate:
      return "date('2024-01-31')";
    case TypeKind::kTimestamp:
      return "timestamp(0)";
    case TypeKind::kDuration:
      return "duration('1s')";
    case TypeKind::kList:
      return "[]";
    case TypeKind::kMap:
      return "{}";
    default:
      return "";
  }
}

void PartsOfType(const Term& term, const Type& type, std::vector<Term>* out) {
  for (const Term& kid : term.kids) {
    if (kid.type == type) out->push_back(kid);
    PartsOfType(kid, type, out);
  }
}

}  // namespace

std::string Term::Text() const {
  std::string out = texts[0];
  for (size_t i = 0; i < kids.size(); ++i) out += kids[i].Text() + texts[i + 1];
  return out;
}

int Term::Size() const {
  int size = 1;
  for (const Term& kid : kids) size += kid.Size();
  return size;
}

std::vector<Term> Smaller(const Term& term) {
  std::vector<Term> out;
  PartsOfType(term, term.type, &out);
  const std::string plain = PlainText(term.type);
  if (!plain.empty() && term.Text() != plain &&
      (term.Size() > 1 || term.Text().size() > plain.size())) {
    out.push_back(Term::Leaf(term.type, plain));
  }
  for (size_t i = 0; i < term.kids.size(); ++i) {
    for (Term& kid : Smaller(term.kids[i])) {
      Term copy = term;
      copy.kids[i] = std::move(kid);
      out.push_back(std::move(copy));
    }
  }
  return out;
}

}  // namespace zhiheng::differential
