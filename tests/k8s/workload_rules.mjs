// What must hold of each Deployment by itself. A rule takes the rendered objects
// and what the repository says elsewhere (see facts.mjs); it gives one sentence a
// fault. The key is the rule's name in the tests.
import { container, flagsOf, nameOf, ofKind } from "./manifests.mjs";

const deployments = (objects) => ofKind(objects, "Deployment");

function perDeployment(check) {
  return (objects, facts) =>
    deployments(objects).flatMap((deployment) =>
      [...check(deployment, facts)].map((fault) => `${nameOf(deployment)}: ${fault}`),
    );
}

// Path in the pod's template, and the one value it may have.
const HARDENING = [
  ["automountServiceAccountToken", false],
  ["enableServiceLinks", false],
  ["securityContext.runAsNonRoot", true],
  ["securityContext.seccompProfile.type", "RuntimeDefault"],
  ["hostNetwork", undefined],
  ["hostPID", undefined],
  ["hostIPC", undefined],
];
const CONTAINER_HARDENING = [
  ["securityContext.allowPrivilegeEscalation", false],
  ["securityContext.privileged", false],
  ["securityContext.readOnlyRootFilesystem", true],
  ["securityContext.capabilities.drop.0", "ALL"],
  ["securityContext.capabilities.add", undefined],
  ["securityContext.runAsUser", undefined],
  ["securityContext.seccompProfile", undefined],
];

const at = (object, path) => path.split(".").reduce((value, key) => value?.[key], object);

function* differing(object, table) {
  for (const [path, want] of table) {
    const got = at(object, path);
    if (got !== want) yield `${path} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`;
  }
}

function* hardening(deployment) {
  const pod = deployment.spec.template.spec;
  yield* differing(pod, HARDENING);
  const all = [...pod.containers, ...(pod.initContainers ?? [])];
  for (const one of all) yield* differing(one, CONTAINER_HARDENING);
  for (const volume of pod.volumes ?? []) {
    if (volume.hostPath) yield `the volume ${volume.name} is a folder of the node`;
  }
}

function* images(deployment, facts) {
  const pod = deployment.spec.template.spec;
  for (const { image, command } of pod.containers) {
    // [registry/]folder/NAME[:TAG][@DIGEST]
    const [, name, tag, digest] = /^(?:.*\/)?([a-z]+)(?::([^/@]+))?(@sha256:[0-9a-f]{64})?$/.exec(image) ?? [];
    const file = facts.containerfiles[name];
    if (file === undefined) {
      yield `there is no Containerfile for the image ${image}`;
      continue;
    }
    if (!digest && tag !== facts.version) yield `the image ${image} is not of version ${facts.version}`;
    if (command) yield "the image's entry point is overridden";
    const { runAsUser, runAsGroup } = pod.securityContext ?? {};
    if (file.user !== `${runAsUser}:${runAsGroup}`) {
      yield `runs as ${runAsUser}:${runAsGroup}, its Containerfile as ${file.user}`;
    }
    const port = container(deployment).ports?.[0]?.containerPort;
    if (file.expose !== port) yield `listens on ${port}, its Containerfile exposes ${file.expose}`;
  }
}

function* ports(deployment) {
  const { args, ports: declared } = container(deployment);
  const listen = flagsOf(args).get("--listen") ?? "";
  if (!/^(\[::\]|0\.0\.0\.0):\d+$/.test(listen)) yield `--listen=${listen} does not listen on every address`;
  const port = Number(listen.slice(listen.lastIndexOf(":") + 1));
  for (const { containerPort } of declared) {
    if (containerPort !== port) yield `--listen=${listen}, but the port is ${containerPort}`;
  }
}

function* probes(deployment, facts) {
  const one = container(deployment);
  for (const kind of ["startupProbe", "readinessProbe", "livenessProbe"]) {
    const grpc = one[kind]?.grpc;
    if (grpc === undefined) {
      yield `${kind} does not ask gRPC's health service`;
      continue;
    }
    if (grpc.port !== one.ports[0].containerPort) yield `${kind} asks port ${grpc.port}`;
    if (grpc.service && !facts.services.includes(grpc.service)) yield `${kind}: there is no service ${grpc.service}`;
  }
  if (!one.readinessProbe?.grpc?.service) yield "readinessProbe names no service";
}

function* grace(deployment, facts) {
  const flags = flagsOf(container(deployment).args);
  const drain = Number(flags.get("--drain-delay-ms") ?? 0) / 1000;
  const shutdown = Number(flags.get("--shutdown-grace-ms") ?? facts.defaultGraceSeconds * 1000) / 1000;
  const needed = drain + shutdown + facts.flushSeconds + 1;
  const given = deployment.spec.template.spec.terminationGracePeriodSeconds;
  if (!(given >= needed)) yield `is killed after ${given} s, and needs ${needed} s to end well`;
  const { periodSeconds, failureThreshold } = container(deployment).readinessProbe ?? {};
  if (!(drain >= periodSeconds)) yield `drains ${drain} s, and is looked at every ${periodSeconds} s`;
  if (!(failureThreshold >= 1)) yield "readinessProbe has no failureThreshold";
}

function* resources(deployment) {
  const given = container(deployment).resources ?? {};
  for (const path of ["requests.cpu", "requests.memory", "limits.memory"]) {
    if (!at(given, path)) yield `resources.${path} is missing`;
  }
}

function* rollout(deployment) {
  const { type, rollingUpdate } = deployment.spec.strategy ?? {};
  if (type !== "RollingUpdate" || rollingUpdate?.maxUnavailable !== 0) {
    yield "a rollout may take a pod away before the next one is ready";
  }
}

function* spread(deployment) {
  const { spec, metadata } = deployment.spec.template;
  const keys = new Set();
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    keys.add(constraint.topologyKey);
    const name = constraint.labelSelector?.matchLabels?.["app.kubernetes.io/name"];
    if (name !== metadata.labels["app.kubernetes.io/name"]) yield `spreads the pods of ${name}`;
  }
  for (const key of ["kubernetes.io/hostname", "topology.kubernetes.io/zone"]) {
    if (!keys.has(key)) yield `is not spread over ${key}`;
  }
}

// Variables that flags and values use must stand before them.
function* variables(deployment) {
  const { args, env = [] } = container(deployment);
  const known = new Set();
  const used = (text) => [...(text ?? "").matchAll(/\$\(([A-Z_]+)\)/g)].map((match) => match[1]);
  for (const { name, value } of env) {
    for (const other of used(value)) {
      if (!known.has(other)) yield `${name} uses ${other} before it is there`;
    }
    known.add(name);
  }
  for (const other of args.flatMap(used)) {
    if (!known.has(other)) yield `a flag uses ${other}, which is not there`;
  }
}

export const WORKLOAD_RULES = Object.fromEntries(
  Object.entries({ hardening, images, ports, probes, grace, resources, rollout, spread, variables }).map(
    ([name, check]) => [name, perDeployment(check)],
  ),
);
