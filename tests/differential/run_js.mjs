// Asks other implementations of the language what our expressions mean.
//
//   node run_js.mjs <node_modules> <cases.jsonl> <explained.tsv> [bufbuild|cel-js …]
//
// A case is a line of js_cases. An answer that differs from ours must belong to
// a class of explained.tsv: implementation, name, pattern of the expression,
// pattern of our answer, pattern of theirs, and what the spec says. Prints how
// many cases each class holds; exit code 1 when an answer is unexplained.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [modules, casesFile, explainedFile, ...chosen] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), "resolve-from-here.js"));
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

const bits = new DataView(new ArrayBuffer(8));
const doubleOf = (hex) => {
  bits.setBigUint64(0, BigInt("0x" + hex));
  return bits.getFloat64(0);
};
const hexOf = (number) => {
  if (Number.isNaN(number)) return "7ff8000000000000";
  bits.setFloat64(0, number);
  return bits.getBigUint64(0).toString(16).padStart(16, "0");
};

// From the written form; `make` gives what an implementation has of its own.
function read(json, make) {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((e) => read(e, make));
  if ("i" in json) return BigInt(json.i);
  if ("u" in json) return make.uint(BigInt(json.u));
  if ("d" in json) return doubleOf(json.d);
  if ("y" in json) return Uint8Array.from(Buffer.from(json.y, "hex"));
  return make.map(json.m.map(([k, v]) => [read(k, make), read(v, make)]));
}

// To the written form; `own` takes what is an implementation's own.
function write(value, own) {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "bigint":
      return { i: value.toString() };
    case "number":
      return { d: hexOf(value) };
  }
  if (value instanceof Uint8Array) {
    return { y: Buffer.from(value).toString("hex") };
  }
  if (Array.isArray(value)) return value.map((e) => write(e, own));
  const special = own(value);
  if (special !== undefined) return special;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return mapOf(entries, own);
}
function mapOf(entries, own) {
  const pairs = entries.map(([k, v]) => [write(k, own), write(v, own)]);
  const key = (pair) => JSON.stringify(pair[0]);
  pairs.sort((a, b) => (Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b)))));
  return { m: pairs };
}

const implementations = {
  async bufbuild() {
    const c = await load("@bufbuild/cel");
    const make = { uint: (v) => c.celUint(v), map: (e) => new Map(e) };
    const own = (v) => {
      if (c.isCelUint(v)) return { u: v.value.toString() };
      if (c.isCelList(v)) return [...v].map((e) => write(e, own));
      if (c.isCelMap(v)) return mapOf([...v], own);
      if (c.isCelType(v)) return { t: v.name };
      return undefined;
    };
    return (expr, vars) => {
      const bindings = {};
      for (const [name, json] of Object.entries(vars)) {
        bindings[name] = read(json, make);
      }
      const value = c.run(expr, bindings);
      if (c.isCelError(value)) return { e: value.message };
      return write(value, own);
    };
  },
  async "cel-js"() {
    const c = await load("@marcbachmann/cel-js");
    const environment = new c.Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
    });
    const Uint = environment.evaluate("1u").constructor;
    const make = {
      uint: (v) => new Uint(v),
      map: (e) => Object.fromEntries(e),
    };
    const own = (v) => {
      if (v instanceof Uint) return { u: v.value.toString() };
      if (v?.constructor?.name === "Type") return { t: v.name };
      return v instanceof Set ? [...v].map((e) => write(e, own)) : undefined;
    };
    return (expr, vars) => {
      const bindings = {};
      for (const [name, json] of Object.entries(vars)) {
        bindings[name] = read(json, make);
      }
      return write(environment.evaluate(expr, bindings), own);
    };
  },
};

const isError = (json) =>
  json !== null && typeof json === "object" && "e" in json;

const classes = readFileSync(explainedFile, "utf8").split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [who, name, expr, ours, theirs, spec, values = "."] =
          line.split("\t");
      return { who, name, expr: new RegExp(expr), ours: new RegExp(ours),
               theirs: new RegExp(theirs), spec,
               values: new RegExp(values), count: 0 };
    });

let unexplained = 0;
const shown = Number(process.env.SHOW ?? 20);
const cases = readFileSync(casesFile, "utf8").trim().split("\n");
const names = chosen.length > 0 ? chosen : Object.keys(implementations);
for (const name of names) {
  const answer = await implementations[name]();
  let same = 0;
  let explained = 0;
  let open = 0;
  for (const line of cases) {
    const { expr, vars, want } = JSON.parse(line);
    let got;
    try {
      got = answer(expr, vars);
    } catch (error) {
      got = { e: String(error?.message ?? error) };
    }
    const ours = JSON.stringify(want);
    const theirs = JSON.stringify(got);
    if (ours === theirs || (isError(want) && isError(got))) {
      ++same;
      continue;
    }
    const found = classes.find((c) => c.who === name && c.expr.test(expr) &&
        c.ours.test(ours) && c.theirs.test(theirs) &&
        c.values.test(expr + JSON.stringify(vars)));
    if (found !== undefined) {
      ++found.count;
      ++explained;
      continue;
    }
    if (++open <= shown) {
      console.log(`UNEXPLAINED ${name}: ${expr}\n  vars   ` +
          `${JSON.stringify(vars)}\n  ours   ${ours}\n  theirs ${theirs}`);
    }
  }
  unexplained += open;
  console.log(`${name}: ${cases.length} expressions, ${same} the same, ` +
      `${explained} explained, ${open} unexplained`);
}
for (const c of classes) {
  if (names.includes(c.who)) console.log(`  ${c.count}\t${c.who}: ${c.name}`);
}
process.exit(unexplained > 0 ? 1 : 0);
