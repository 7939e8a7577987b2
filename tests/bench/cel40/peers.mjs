// The JavaScript subjects of the forty-rule benchmark.
//
//   node peers.mjs <node_modules> <rules.json> <labels.jsonl> <subject> <rounds>
//
// labels.jsonl: one {"label": {...}, "broken": ["F08", ...]} a line. The
// verdicts are compared first; a wrong one stops the run. Prints one JSON line
// a round: {"subject", "us_per_label"}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, rulesFile, labelsFile, subject, rounds] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "resolve-from-here.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { rules } = JSON.parse(readFileSync(rulesFile, "utf8"));
const cases = readFileSync(labelsFile, "utf8").trim().split("\n")
    .map((line) => JSON.parse(line));

const subjects = {
  async "cel-js"() {
    const { Environment } = await load("@marcbachmann/cel-js");
    const environment = new Environment().registerVariable("label", "map");
    const programs = rules.map((r) => environment.parse(r.expr));
    return (label) => {
      const context = { label };
      const broken = [];
      for (let i = 0; i < programs.length; ++i) {
        if (programs[i](context) !== true) broken.push(rules[i].id);
      }
      return broken;
    };
  },
  async "bufbuild-cel"() {
    const cel = await load("@bufbuild/cel");
    const environment = cel.celEnv({});
    const programs = rules.map(
        (r) => cel.plan(environment, cel.parse(r.expr)));
    return (label) => {
      const context = { label };
      const broken = [];
      for (let i = 0; i < programs.length; ++i) {
        if (programs[i](context) !== true) broken.push(rules[i].id);
      }
      return broken;
    };
  },
};

const check = await subjects[subject]();
for (const { label, broken } of cases) {
  const got = check(label).join(" ");
  if (got !== broken.join(" ")) {
    console.error(`${subject}: ${label.id}: found [${got}], ` +
        `planted [${broken.join(" ")}]`);
    process.exit(1);
  }
}
for (let round = 0; round < Number(rounds); ++round) {
  const start = process.hrtime.bigint();
  let sum = 0;
  for (const { label } of cases) sum += check(label).length;
  const us = Number(process.hrtime.bigint() - start) / 1000 / cases.length;
  console.log(JSON.stringify({ subject, us_per_label: us, found: sum }));
}
