// Writes the official CEL test data, as the npm package @bufbuild/cel-spec
// carries them, in a form that the C++ runner reads:
//
//   <out>/descriptors.binpb   google.protobuf.FileDescriptorSet: the test
//                             message types and the SimpleTest message itself
//   <out>/<suite>.tsv         one case a line: section, name, base64 of the
//                             binary SimpleTest, and base64 of the expected
//                             AST text, checked-AST text, type and error
//                             (empty where the suite has none)
//
// Usage: node export_cel_spec.mjs <folder of node_modules> <out>
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, out] = process.argv.slice(2);
if (!modules || !out) {
  console.error("usage: export_cel_spec.mjs <node_modules folder> <out folder>");
  process.exit(2);
}
const require = createRequire(join(resolve(modules), "resolve-from-here.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const { create, toBinary } = await load("@bufbuild/protobuf");
const { FileDescriptorSetSchema } = await load("@bufbuild/protobuf/wkt");
const { SimpleTestSchema } = await load(
    "@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js");
const { getTestRegistry } = await load("@bufbuild/cel-spec/testdata/registry.js");
const suites = await load("@bufbuild/cel-spec/testdata/tests.js");

const base64 = (data) => Buffer.from(data ?? "").toString("base64");

// Every file once, after the files it imports.
function collectFiles(roots) {
  const seen = new Map();
  const visit = (file) => {
    if (seen.has(file.name)) return;
    seen.set(file.name, null);
    file.dependencies.forEach(visit);
    seen.delete(file.name);
    seen.set(file.name, file.proto);
  };
  roots.forEach(visit);
  return [...seen.values()];
}

function* cases(suite, section) {
  for (const test of suite.tests) yield [section, test];
  for (const inner of suite.suites) {
    yield* cases(inner, section ? `${section}/${inner.name}` : inner.name);
  }
}

mkdirSync(out, { recursive: true });
const roots = [SimpleTestSchema.file];
for (const type of getTestRegistry()) roots.push(type.file);
writeFileSync(join(out, "descriptors.binpb"),
    toBinary(FileDescriptorSetSchema,
        create(FileDescriptorSetSchema, { file: collectFiles(roots) })));

for (const [name, suite] of [
  ["conformance", suites.getConformanceSuite()],
  ["parsing", suites.getParsingSuite()],
  ["checking", suites.getCheckingSuite()],
  ["comprehension", suites.getComprehensionSuite()],
]) {
  const lines = [];
  for (const [section, test] of cases(suite, "")) {
    lines.push([
      section || name, test.name.replace(/[\t\n]/g, " "),
      base64(toBinary(SimpleTestSchema, test.original)),
      base64(test.ast), base64(test.checkedAst), base64(test.type),
      base64(test.error),
    ].join("\t"));
  }
  writeFileSync(join(out, `${name}.tsv`), lines.join("\n") + "\n");
  console.log(`${name}: ${lines.length} cases`);
}
