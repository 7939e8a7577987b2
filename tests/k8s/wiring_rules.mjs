// What must hold between objects: who selects, reaches and mounts what. The same
// form as workload_rules.mjs.
import { container, covers, flagsOf, nameOf, ofKind } from "./manifests.mjs";

const labelsOf = (deployment) => deployment.spec.template.metadata.labels;
const byName = (objects, kind, name) => ofKind(objects, kind).find((object) => object.metadata.name === name);

function* selectors(objects) {
  for (const deployment of ofKind(objects, "Deployment")) {
    if (!covers(deployment.spec.selector, labelsOf(deployment))) {
      yield `${nameOf(deployment)}: does not select its own pods`;
    }
    for (const kind of ["Service", "PodDisruptionBudget"]) {
      const own = ofKind(objects, kind).filter((object) => covers(object.spec.selector, labelsOf(deployment)));
      if (own.length !== 1) yield `${nameOf(deployment)}: ${own.length} of ${kind} select its pods`;
    }
    if (!byName(objects, "ServiceAccount", deployment.spec.template.spec.serviceAccountName)) {
      yield `${nameOf(deployment)}: its service account is not there`;
    }
  }
}

function* services(objects) {
  for (const service of ofKind(objects, "Service")) {
    if (service.spec.clusterIP !== "None") yield `${nameOf(service)}: is not headless`;
    const target = ofKind(objects, "Deployment").find((d) => covers(service.spec.selector, labelsOf(d)));
    for (const { port, targetPort } of service.spec.ports) {
      const declared = target && container(target).ports.find((p) => p.name === targetPort || p.containerPort === targetPort);
      if (declared?.containerPort !== port) yield `${nameOf(service)}: port ${port} is none of its pods`;
    }
  }
}

// What the gateway is told to call, as [service, port].
function backends(objects) {
  return ofKind(objects, "Deployment").flatMap((deployment) => {
    const flags = flagsOf(container(deployment).args);
    return ["--rules", "--catalog"]
      .filter((flag) => flags.has(flag))
      .map((flag) => {
        const [, host, port] = /^dns:\/\/\/([a-z-]+):(\d+)$/.exec(flags.get(flag)) ?? [];
        return { from: deployment, flag, value: flags.get(flag), host, port: Number(port) };
      });
  });
}

function* targets(objects) {
  for (const { from, flag, value, host, port } of backends(objects)) {
    const service = host && byName(objects, "Service", host);
    if (!service) yield `${nameOf(from)}: ${flag}=${value} names no Service by dns:///`;
    else if (!service.spec.ports.some((p) => p.port === port)) yield `${nameOf(from)}: ${flag}=${value}: no such port`;
  }
}

const policies = (objects, type, labels) =>
  ofKind(objects, "NetworkPolicy").filter(
    (policy) => policy.spec.policyTypes.includes(type) && covers(policy.spec.podSelector, labels),
  );

// Whether some policy over `pod` has a rule to or from `peer` at `port`.
function allows(objects, type, pod, peer, port) {
  const [rules, side] = type === "Egress" ? ["egress", "to"] : ["ingress", "from"];
  return policies(objects, type, labelsOf(pod)).some((policy) =>
    (policy.spec[rules] ?? []).some(
      (rule) =>
        rule.ports?.some((p) => p.port === port) &&
        rule[side]?.some((to) => to.podSelector && !to.namespaceSelector && covers(to.podSelector, labelsOf(peer))),
    ),
  );
}

function* network(objects) {
  const all = ofKind(objects, "NetworkPolicy");
  const shut = all.some(
    ({ spec }) =>
      Object.keys(spec.podSelector).length === 0 && !spec.ingress && !spec.egress && spec.policyTypes.length === 2,
  );
  if (!shut) yield "no NetworkPolicy shuts everything first";
  for (const policy of all) {
    for (const [rules, side] of [["ingress", "from"], ["egress", "to"]]) {
      for (const rule of policy.spec[rules] ?? []) {
        if (!rule[side]?.length) yield `${nameOf(policy)}: a rule of ${rules} is for everybody`;
        if (!rule.ports?.length) yield `${nameOf(policy)}: a rule of ${rules} is for every port`;
        for (const peer of rule[side] ?? []) {
          const wide = [peer.podSelector, peer.namespaceSelector].some(
            (selector) => selector && Object.keys(selector.matchLabels ?? {}).length === 0,
          );
          if (wide) yield `${nameOf(policy)}: a rule of ${rules} has an empty selector`;
        }
      }
    }
  }
  for (const deployment of ofKind(objects, "Deployment")) {
    if (policies(objects, "Ingress", labelsOf(deployment)).every((policy) => !policy.spec.ingress)) {
      yield `${nameOf(deployment)}: nobody may call it`;
    }
  }
  for (const { from, host, port } of backends(objects)) {
    const to = ofKind(objects, "Deployment").find((d) => d.metadata.name === host);
    if (!to) continue;  // the rule `targets` says so
    if (!allows(objects, "Egress", from, to, port)) yield `${nameOf(from)}: may not call ${host}:${port}`;
    if (!allows(objects, "Ingress", to, from, port)) yield `${nameOf(to)}: is not open to ${from.metadata.name}`;
  }
}

const SECRET_NAME = /PASSWORD|SECRET|TOKEN|PRIVATE|APIKEY/i;

function* secrets(objects) {
  for (const object of ofKind(objects, "Secret")) yield `${nameOf(object)}: secrets are made on the cluster`;
  for (const object of ofKind(objects, "ConfigMap")) {
    for (const key of Object.keys(object.data ?? {})) {
      if (SECRET_NAME.test(key)) yield `${nameOf(object)}: ${key} belongs into a Secret`;
    }
  }
  for (const deployment of ofKind(objects, "Deployment")) {
    for (const { name, valueFrom } of container(deployment).env ?? []) {
      if (SECRET_NAME.test(name) && !valueFrom?.secretKeyRef) yield `${nameOf(deployment)}: ${name} stands in the open`;
    }
    for (const arg of container(deployment).args) {
      if (/password=/.test(arg)) yield `${nameOf(deployment)}: a password among the flags`;
    }
  }
}

function* references(objects) {
  const isThere = (name) => byName(objects, "ConfigMap", name) !== undefined;
  for (const deployment of ofKind(objects, "Deployment")) {
    const { volumes = [] } = deployment.spec.template.spec;
    const { envFrom = [], env = [], volumeMounts = [] } = container(deployment);
    const maps = [
      ...envFrom.map((from) => from.configMapRef),
      ...env.map((one) => one.valueFrom?.configMapKeyRef),
      ...volumes.flatMap((v) => [v.configMap, ...(v.projected?.sources ?? []).map((source) => source.configMap)]),
    ];
    for (const map of maps) {
      if (map && !map.optional && !isThere(map.name)) yield `${nameOf(deployment)}: there is no ConfigMap ${map.name}`;
    }
    for (const { name } of volumeMounts) {
      if (!volumes.some((volume) => volume.name === name)) yield `${nameOf(deployment)}: there is no volume ${name}`;
    }
  }
}

const CLUSTER_WIDE = new Set(["Namespace"]);

function* namespaces(objects) {
  const [namespace, ...more] = ofKind(objects, "Namespace");
  if (!namespace || more.length > 0) {
    yield "an overlay makes one Namespace";
    return;
  }
  if (namespace.metadata.labels?.["pod-security.kubernetes.io/enforce"] !== "restricted") {
    yield `${nameOf(namespace)}: admits pods that are not restricted`;
  }
  for (const object of objects) {
    if (!CLUSTER_WIDE.has(object.kind) && object.metadata.namespace !== namespace.metadata.name) {
      yield `${nameOf(object)}: is in the namespace ${object.metadata.namespace}`;
    }
  }
}

// gRPC asks DNS again no sooner than this (GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS).
const RESOLVE_SECONDS = 30;

function* scaling(objects) {
  for (const scaler of ofKind(objects, "HorizontalPodAutoscaler")) {
    const target = byName(objects, "Deployment", scaler.spec.scaleTargetRef.name);
    if (!target) yield `${nameOf(scaler)}: scales nothing`;
    else if (target.spec.replicas !== undefined) yield `${nameOf(target)}: replicas would undo the autoscaler`;
    else if (!(target.spec.minReadySeconds >= RESOLVE_SECONDS)) {
      yield `${nameOf(target)}: callers may know none of its pods while it is rolled over`;
    }
    if (!(scaler.spec.minReplicas >= 2)) yield `${nameOf(scaler)}: one pod is none while it is replaced`;
    if (!(scaler.spec.maxReplicas > scaler.spec.minReplicas)) yield `${nameOf(scaler)}: has nowhere to go`;
  }
  for (const budget of ofKind(objects, "PodDisruptionBudget")) {
    if (!(budget.spec.maxUnavailable >= 1)) yield `${nameOf(budget)}: no node could ever be emptied`;
  }
  // Pods that answer from memory of their own would disagree.
  const catalog = byName(objects, "Deployment", "catalog");
  const scaled = ofKind(objects, "HorizontalPodAutoscaler").some((s) => s.spec.scaleTargetRef.name === "catalog");
  if (scaled && !flagsOf(container(catalog).args).get("--db")?.startsWith("postgres:")) {
    yield "Deployment/catalog: several pods need one database";
  }
}

export const WIRING_RULES = { selectors, services, targets, network, secrets, references, namespaces, scaling };
