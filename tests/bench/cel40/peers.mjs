// The JavaScript subjects of the forty-rule benchmark.
//
//   node peers.mjs <node_modules> <rules.json> <labels.jsonl> <subject>
//
// labels.jsonl: one {"label": {...}, "broken": ["F08", ...]} a line. The
// verdicts are compared first; a wrong one stops the run. Then it says "ready",
// and for every line it reads it judges all labels and says how many
// microseconds one took.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, rulesFile, labelsFile, subject] = process.argv.slice(2);
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
  // Every rule an expression of one node, as its own editor would make it.
  async zen() {
    const { ZenDecisionContent, ZenEngine } =
        await load("@gorules/zen-engine");
    const node = (id, type, content) => (
      { id, type, name: id, position: { x: 0, y: 0 }, content });
    const content = {
      nodes: [
        node("in", "inputNode", {}),
        node("rules", "expressionNode", { expressions: rules.map(
          (r) => ({ id: r.id, key: r.id, value: r.zen })) }),
        node("out", "outputNode", {}),
      ],
      edges: [
        { id: "a", sourceId: "in", targetId: "rules", type: "edge" },
        { id: "b", sourceId: "rules", targetId: "out", type: "edge" },
      ],
    };
    const decision = new ZenEngine().createDecision(
      new ZenDecisionContent(Buffer.from(JSON.stringify(content))));
    return async (label) => {
      const { result } = await decision.evaluate({ label });
      return rules.filter((r) => result[r.id] !== true).map((r) => r.id);
    };
  },
};

const check = await subjects[subject]();
for (const { label, broken } of cases) {
  const got = (await check(label)).join(" ");
  if (got !== broken.join(" ")) {
    console.error(`${subject}: ${label.id}: found [${got}], ` +
        `planted [${broken.join(" ")}]`);
    process.exit(1);
  }
}
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  if (line !== "round") break;
  const start = process.hrtime.bigint();
  let sum = 0;
  if (subject === "zen") {
    for (const { label } of cases) sum += (await check(label)).length;
  } else {
    for (const { label } of cases) sum += check(label).length;
  }
  const us = Number(process.hrtime.bigint() - start) / 1000 / cases.length;
  if (sum === 0) process.exit(1);
  console.log(us.toFixed(3));
}
