// Objects against the API schemas that Kubernetes publishes, as the npm package
// kubernetes-models carries them, compiled to functions. Those functions let keys
// pass that they do not know, as API servers used to; here they are found by
// watching which keys a function asks for.
import { nameOf, requireNpm } from "./manifests.mjs";

function schemaOf(object) {
  const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
  const parts = group === "" ? ["core"] : [group.replace(/\.k8s\.io$/, "")];
  const upper = (text) => text[0].toUpperCase() + text.slice(1);
  const name = `IoK8sApi${parts.map(upper).join("")}${upper(version)}${object.kind}`;
  try {
    return requireNpm(`../npm/node_modules/kubernetes-models/_schemas/${name}.js`).validate;
  } catch {
    return undefined;
  }
}

// `value`, writing each key that is read of each object into `seen` (by path).
function watched(value, at, seen) {
  if (value === null || typeof value !== "object") return value;
  const children = {};
  return new Proxy(value, {
    get(target, key) {
      if (typeof key !== "string" || !Object.hasOwn(target, key)) return target[key];
      seen.add(`${at}/${key}`);
      return (children[key] ??= watched(target[key], `${at}/${key}`, seen));
    },
  });
}

function* keysBelow(value, at) {
  if (value === null || typeof value !== "object") return;
  for (const [key, child] of Object.entries(value)) {
    yield `${at}/${key}`;
    yield* keysBelow(child, `${at}/${key}`);
  }
}

// Sentences; none when the object is right.
export function schemaFindings(object) {
  const validate = schemaOf(object);
  if (validate === undefined) return [`${nameOf(object)}: the schemas know no ${object.apiVersion} ${object.kind}`];
  const seen = new Set();
  const findings = [];
  if (!validate(watched(object, "", seen))) {
    for (const error of validate.errors) {
      findings.push(`${nameOf(object)}: ${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`);
    }
  }
  for (const key of keysBelow(object, "")) {
    const parent = key.slice(0, key.lastIndexOf("/"));
    if (seen.has(key) || (parent !== "" && !seen.has(parent))) continue;
    findings.push(`${nameOf(object)}: ${key} is no field of the schema`);
  }
  return findings;
}
