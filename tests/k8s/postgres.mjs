// A PostgreSQL of the tests' own: TLS, passwords, one user and one database, on a
// free loopback port. Debian's programs; as root it runs as another user.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";

const HOME = "/usr/lib/postgresql";

function programs() {
  if (!existsSync(HOME)) return undefined;
  const found = readdirSync(HOME).map((version) => path.join(HOME, version, "bin"));
  return found.filter((bin) => existsSync(path.join(bin, "initdb"))).at(-1);
}

// Why there can be none, or undefined.
export function missingPostgres() {
  if (programs() === undefined) return "there is no PostgreSQL";
  return existsSync("/usr/bin/openssl") ? undefined : "there is no openssl";
}

function otherUser() {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

// A certificate for localhost that is its own authority; paths of it and its key.
export function makeCertificate(folder, name) {
  const [certificate, key] = [path.join(folder, `${name}.crt`), path.join(folder, `${name}.key`)];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
    { stdio: "ignore" });
  return { certificate, key };
}

// Resolves once it takes connections: { port, certificate, kill }.
export async function startPostgres(folder, { user, password, database }) {
  const bin = programs();
  const as = { ...otherUser(), cwd: "/", env: { LC_ALL: "C" } };
  const { certificate, key } = makeCertificate(folder, "server");
  const home = path.join(folder, "postgres");
  const secret = path.join(home, "password");
  mkdirSync(home);
  writeFileSync(secret, password);
  if (as.uid !== undefined) {
    for (const file of [folder, home, secret, key]) chownSync(file, as.uid, as.gid);
  }
  const data = path.join(home, "data");
  execFileSync(path.join(bin, "initdb"),
    ["-D", data, "-U", user, "-A", "scram-sha-256", `--pwfile=${secret}`, "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...as, stdio: "ignore" });
  execFileSync(path.join(bin, "postgres"), ["--single", "-D", data, "postgres"],
    { ...as, input: `CREATE DATABASE ${database}\n`, stdio: ["pipe", "ignore", "ignore"] });
  const port = await freePort();
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off", ssl: "on",
    ssl_cert_file: certificate, ssl_key_file: key };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(path.join(bin, "postgres"), ["-D", data, ...flags], { ...as, stdio: ["ignore", "ignore", "pipe"] });
  const said = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    if (line.includes("ready to accept connections")) {
      child.stderr.resume();
      return { port, certificate, kill: () => child.kill("SIGQUIT") };
    }
  }
  throw new Error(`PostgreSQL does not start: ${said.join("\n")}`);
}
