// A program of ours that writes, and is killed while it does. Test only; for
// one thread.
#ifndef TESTS_CRASH_KILLED_WRITER_H_
#define TESTS_CRASH_KILLED_WRITER_H_

#include <optional>
#include <string>
#include <vector>

namespace zhiheng::catalog::crash {

// Kills a store: $ZHIHENG_CRASH_ROUNDS, else 8.
int Rounds();

// Runs the program until it has said so many lines and an empty loop has
// turned; kills it. Returns all it said. A program that ends by itself before
// fails the test.
std::string RunAndKill(const std::string& program,
                       const std::vector<std::string>& arguments, int lines,
                       int turns);

// N of the last line `ack N`.
std::optional<int> LastAcknowledged(const std::string& said);

}  // namespace zhiheng::catalog::crash

#endif  // TESTS_CRASH_KILLED_WRITER_H_
