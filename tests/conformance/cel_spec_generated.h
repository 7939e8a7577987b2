// The official test messages as compiled classes, where the build had their
// descriptors.
#ifndef TESTS_CONFORMANCE_CEL_SPEC_GENERATED_H_
#define TESTS_CONFORMANCE_CEL_SPEC_GENERATED_H_

namespace zhiheng::conformance {

// Links the classes into the generated pool; false when there are none.
bool LinkGeneratedMessages();

}  // namespace zhiheng::conformance

#endif  // TESTS_CONFORMANCE_CEL_SPEC_GENERATED_H_
