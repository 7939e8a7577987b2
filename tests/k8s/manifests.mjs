// Manifests as objects: rendered by the kustomize in kubectl, parsed as YAML.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
export const OVERLAYS = ["local", "staging", "production"];
export const BINARIES = ["catalogd", "rulesd", "gatewayd"];

// Packages of tests/npm, from wherever the tests stand.
export const requireNpm = createRequire(path.join(ROOT, "tests/npm/package.json"));

// Why nothing can be tested here, or undefined.
export function missingTool() {
  if (!existsSync(path.join(ROOT, "tests/npm/node_modules/kubernetes-models"))) {
    return "tests/npm is not installed; ./dev test does it";
  }
  try {
    execFileSync("kubectl", ["kustomize", "--help"], { stdio: "ignore" });
  } catch {
    return "there is no kubectl; Debian has it in kubernetes-client";
  }
  return undefined;
}

// What `folder` (relative to the checkout, or absolute) renders to.
export function render(folder) {
  const text = execFileSync("kubectl", ["kustomize", path.resolve(ROOT, folder)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 << 20,
  });
  return parse(text);
}

export function parse(text) {
  const { parseAllDocuments } = requireNpm("yaml");
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

export const read = (file) => readFileSync(path.join(ROOT, file), "utf8");

export const nameOf = (object) => `${object.kind}/${object.metadata.name}`;
export const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);
export const container = (deployment) => deployment.spec.template.spec.containers[0];

// `--flag=value` arguments as a map; a flag alone has the value "".
export function flagsOf(args) {
  return new Map(
    args.map((arg) => {
      const at = arg.indexOf("=");
      return at < 0 ? [arg, ""] : [arg.slice(0, at), arg.slice(at + 1)];
    }),
  );
}

export const covers = (selector, labels) =>
  Object.entries(selector?.matchLabels ?? selector ?? {}).every(([key, value]) => labels[key] === value);
