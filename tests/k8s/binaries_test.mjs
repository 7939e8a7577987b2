// What the manifests say of the binaries, asked of the binaries: flags, health,
// drain, packs from ConfigMaps, and the packages their images install. Exit code
// 77: a tool or a binary is missing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import { check } from "./check.mjs";
import { BIN, flagFindings, helpOf, start, withFlags } from "./daemons.mjs";
import { gatherFacts } from "./facts.mjs";
import { SERVING, health } from "./health.mjs";
import { makeCertificate, missingPostgres, startPostgres } from "./postgres.mjs";
import { BINARIES, OVERLAYS, ROOT, container, missingTool, ofKind, read, render } from "./manifests.mjs";

const missing =
  missingTool() ??
  [...BINARIES, "zhiheng"].filter((binary) => !existsSync(path.join(BIN, binary))).map((b) => `${b} is not built`)[0];
if (missing !== undefined) {
  console.log(`SKIPPED: ${missing}`);
  process.exit(77);
}

const scratch = mkdtempSync(path.join(tmpdir(), "zhiheng-k8s-"));
const running = [];
after(() => {
  for (const daemon of running) daemon.kill();
  rmSync(scratch, { recursive: true, force: true });
});

const deployment = (objects, name) => ofKind(objects, "Deployment").find((object) => object.metadata.name === name);
const argsOf = (objects, name) => container(deployment(objects, name)).args;
const output = (command, ...args) => execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
// A free port, on every address as in the pod.
const HERE = { "--listen": "[::]:0" };

async function run(binary, args, env) {
  const daemon = await start(binary, args, env);
  running.push(daemon);
  return daemon;
}

for (const overlay of OVERLAYS) {
  test(`${overlay} uses flags that the binaries have`, () => {
    for (const one of ofKind(render(`k8s/overlays/${overlay}`), "Deployment")) {
      assert.deepEqual(flagFindings(container(one).args, helpOf(`${one.metadata.name}d`)), []);
    }
  });
}

test("a flag that a binary has not, or a value it does not take, is found", () => {
  const known = helpOf("rulesd");
  assert.deepEqual(flagFindings(["--listen=[::]:1", "--metrics-port=9090"], known), ["there is no flag --metrics-port"]);
  assert.match(flagFindings(["--drain-delay-ms=600001"], known)[0], /takes 0 to 600000, not 600001/);
  assert.deepEqual(flagFindings(["--drain-delay-ms=600000"], known), []);
});

test("the three answer their probes, work together and end well", async () => {
  const objects = render("k8s/overlays/local");
  const daemons = {};
  for (const name of ["catalog", "rules", "gateway"]) {
    const backend = (other) => `dns:///${daemons[other]?.address}`;
    const args = withFlags(argsOf(objects, name), {
      ...HERE,
      "--rules": backend("rules"),
      "--catalog": backend("catalog"),
      ...(name === "gateway" ? {} : { "--drain-delay-ms": "0" }),
    });
    daemons[name] = await run(`${name}d`, args);
    const { startupProbe, readinessProbe, livenessProbe } = container(deployment(objects, name));
    for (const { grpc } of [startupProbe, readinessProbe, livenessProbe]) {
      assert.equal(await health(daemons[name].address, grpc.service ?? ""), SERVING, `${name} ${grpc.service}`);
    }
    assert.equal(await health(daemons[name].address, "zhiheng.other.v1.Other"), "grpc-status 5");
  }
  const report = checkKiwifruit(daemons.gateway.address);
  assert.match(report, /NON_COMPLIANT|COMPLIANT/);

  const { service } = container(deployment(objects, "gateway")).readinessProbe.grpc;
  daemons.gateway.stop();
  await becomes(daemons.gateway.address, service, "NOT_SERVING");
  // Still drained, still answering.
  assert.match(checkKiwifruit(daemons.gateway.address), /NON_COMPLIANT|COMPLIANT/);
  daemons.rules.stop();
  daemons.catalog.stop();
  for (const [name, daemon] of Object.entries(daemons)) assert.equal(await daemon.ended, 0, name);
});

function checkKiwifruit(address) {
  const file = path.join(ROOT, "examples/case-b-kiwifruit.json");
  try {
    return execFileSync(path.join(BIN, "zhiheng"), ["check", file, "--server", address], { encoding: "utf8" });
  } catch (error) {
    if (error.status >= 100) return error.stdout;  // verdicts
    throw error;
  }
}

async function becomes(address, service, wanted) {
  let answer;
  do {
    answer = await health(address, service);
    assert.notEqual(answer, "unreachable", `gone before it was ${wanted}`);
  } while (answer !== wanted);
}

// A volume as the node lays it out: a folder of the moment, `..data` pointing at
// it, and a link for each name at the top.
function layOut(objects, volume, folder) {
  const now = path.join(folder, "..2026_01_01_00_00_00.1");
  const tops = new Set();
  for (const { configMap } of volume.projected.sources) {
    const map = ofKind(objects, "ConfigMap").find((object) => object.metadata.name === configMap.name);
    for (const { key, path: file } of configMap.items) {
      mkdirSync(path.dirname(path.join(now, file)), { recursive: true });
      writeFileSync(path.join(now, file), map.data[key]);
      tops.add(file.split("/")[0]);
    }
  }
  symlinkSync(path.basename(now), path.join(folder, "..data"));
  for (const top of tops) symlinkSync(path.join("..data", top), path.join(folder, top));
}

test("rules serves from ConfigMaps what it serves from its image", async () => {
  const overlay = path.join(scratch, "overlay");
  execFileSync(path.join(ROOT, "k8s/packs.sh"), ["production", "services/rules/library", overlay], {
    cwd: ROOT,
    stdio: "pipe",
  });
  const objects = render(overlay);
  assert.deepEqual(check(objects, gatherFacts()), []);
  for (const map of ofKind(objects, "ConfigMap")) {
    const bytes = Buffer.byteLength(JSON.stringify(JSON.stringify(map)));
    assert.ok(bytes < 262_144, `${map.metadata.name}: kubectl apply could not keep its copy of ${bytes} bytes`);
  }

  const pod = deployment(objects, "rules").spec.template.spec;
  const { mountPath } = pod.containers[0].volumeMounts.find(({ name }) => name === "packs");
  const folder = path.join(scratch, "volume");
  mkdirSync(folder);
  layOut(objects, pod.volumes.find(({ name }) => name === "packs"), folder);
  const args = withFlags(pod.containers[0].args, HERE).map((arg) => arg.replace(mountPath, folder));
  const fromMaps = await run("rulesd", args);
  const fromFolder = await run("rulesd", ["--listen=[::]:0", `--packs=${path.join(ROOT, "services/rules/library")}`]);
  const list = ({ address }) => output(path.join(BIN, "zhiheng"), "packs", "list", "--server", address);
  assert.equal(list(fromMaps), list(fromFolder));

  // Read from above the link, each pack would be there twice.
  await assert.rejects(start("rulesd", ["--listen=[::]:0", `--packs=${folder}`]), /mistakes in the packs/);
});

test("two catalogs of production share a new database", { skip: missingPostgres() ?? false }, async () => {
  const objects = render("k8s/overlays/production");
  const { env, volumeMounts } = container(deployment(objects, "catalog"));
  const map = ofKind(objects, "ConfigMap").find((object) => object.metadata.name.startsWith("catalog-db"));
  const password = "of-this-test-only";
  const folder = mkdtempSync(path.join(scratch, "db-"));
  chmodSync(scratch, 0o755);
  const server = await startPostgres(folder, { user: map.data.PGUSER, database: map.data.PGDATABASE, password });
  running.push(server);

  assert.ok(env.some((one) => one.name === "PGPASSWORD" && one.valueFrom.secretKeyRef.key === "password"));
  assert.equal(path.dirname(map.data.PGSSLROOTCERT), volumeMounts[0].mountPath);
  // The host's name and the certificate's place are the test's; the rest is as in the pod.
  const pod = { ...map.data, PGHOST: "localhost", PGPORT: `${server.port}`, PGSSLROOTCERT: server.certificate, PGPASSWORD: password };
  const args = withFlags(argsOf(objects, "catalog"), { ...HERE, "--drain-delay-ms": "0" });

  const pods = await Promise.all([run("catalogd", args, pod), run("catalogd", args, pod)]);
  const cite = ({ address }) =>
    output(path.join(BIN, "zhiheng"), "catalog", "cite", "《商标法》第五十七条", "--server", address);
  assert.match(cite(pods[0]), /第五十七条/);
  assert.equal(cite(pods[0]), cite(pods[1]));

  const wrong = "not-the-password";
  const refused = await start("catalogd", args, { ...pod, PGPASSWORD: wrong }).catch((error) => error.message);
  assert.match(refused, /password authentication failed/);
  assert.doesNotMatch(refused, new RegExp(wrong));
  const { certificate } = makeCertificate(folder, "stranger");
  await assert.rejects(start("catalogd", args, { ...pod, PGSSLROOTCERT: certificate }), /certificate verify failed/);
});

// Packages of tools/images/packages.txt for one binary.
const listed = (binary) =>
  read("tools/images/packages.txt")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([group]) => ["runtime", "backports", binary].includes(group))
    .map(([, name]) => name)
    .sort();

// The packages that own files. dpkg knows some by the name they had before /lib
// moved below /usr; it ends with an error for the name that it does not know.
function ownersOf(files) {
  let text;
  try {
    text = output("dpkg", "-S", ...files.flatMap((file) => [file, file.replace(/^\/usr/, "")]));
  } catch (error) {
    text = error.stdout;
  }
  return new Set(text.trim().split("\n").map((line) => line.split(":")[0]));
}

// Packages that own what the binary itself names as needed; what every C++
// program has is not counted.
function linked(binary) {
  const file = path.join(BIN, binary);
  const found = new Map([...output("ldd", file).matchAll(/^\s*(\S+) => (\S+)/gm)].map(([, name, at]) => [name, at]));
  const needed = [...output("objdump", "-p", file).matchAll(/NEEDED\s+(\S+)/g)].map(([, name]) => found.get(name));
  const packages = ownersOf(needed.filter(Boolean).map((at) => realpathSync(at)));
  for (const common of ["libc6", "libgcc-s1", "libstdc++6"]) packages.delete(common);
  return [...packages].sort();
}

// Only an optimised build is linked to what it needs and no more.
const why = [
  [!existsSync("/etc/debian_version") || !existsSync("/usr/bin/objdump"), "needs Debian and objdump"],
  [(process.env.ZHIHENG_BUILD_TYPE ?? "Release") !== "Release", "needs a release build"],
].find(([holds]) => holds)?.[1];
for (const binary of BINARIES) {
  test(`the image of ${binary} installs what it is linked to`, { skip: why ?? false }, () => {
    assert.deepEqual(linked(binary), listed(binary));
  });
}

test("images start what the manifests mean", () => {
  const { containerfiles } = gatherFacts();
  for (const binary of BINARIES) {
    assert.equal(containerfiles[binary].entrypoint, `/usr/bin/${binary}`);
    assert.match(read(`tools/images/${binary}.Containerfile`), new RegExp(`^COPY build/bin/${binary} /usr/bin/${binary}$`, "m"));
  }
});
