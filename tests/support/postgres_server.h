// A PostgreSQL server of the test's own: a fresh cluster in a temporary folder,
// reached through a socket in it, stopped by its own id. As root it runs as the
// user postgres or nobody, since PostgreSQL refuses root.
//
// Test only. For one thread. Start() gives nullptr when PostgreSQL is not
// installed and fails the test when it is and does not start.
#ifndef TESTS_SUPPORT_POSTGRES_SERVER_H_
#define TESTS_SUPPORT_POSTGRES_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace zhiheng::testing {

// What a test that needs a server says when it skips.
inline constexpr char kNoPostgres[] =
    "PostgreSQL is not installed: the tests of this store were not run; "
    "apt-get install postgresql (tools/dev/packages.txt names it)";

class PostgresServer {
 public:
  // `durable`: fsync as in production, for tests that kill.
  static std::unique_ptr<PostgresServer> Start(bool durable = false);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Connection string of a new, empty schema.
  std::string NewSchema();
  // Of the database as a whole.
  std::string conninfo() const;
  // Runs a program of the installation, as `pg_dump`; true when it succeeds.
  bool RunTool(const std::string& name,
               const std::vector<std::string>& arguments);
  // A folder that the server's user may write to.
  const std::string& folder() const { return folder_; }

  // Ends the server without warning (SIGQUIT: no checkpoint, as at a crash), or
  // in order; Restart() brings it back.
  void Crash();
  void Restart();

 private:
  PostgresServer() = default;
  bool Launch();
  void Stop(int signal);

  std::string bin_;
  std::string folder_;
  bool durable_ = false;
  pid_t id_ = -1;
  std::vector<pid_t> drains_;  // read its log, so that it never waits
  int schemas_ = 0;
};

}  // namespace zhiheng::testing

#endif  // TESTS_SUPPORT_POSTGRES_SERVER_H_
