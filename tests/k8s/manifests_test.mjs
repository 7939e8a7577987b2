// The manifests of every overlay hold every rule; a broken one is found. Exit code
// 77: a tool is missing. `node --test` shows each case by its name.
import assert from "node:assert/strict";
import test from "node:test";
import { RULES, check } from "./check.mjs";
import { gatherFacts } from "./facts.mjs";
import { OVERLAYS, container, missingTool, ofKind, render } from "./manifests.mjs";

const missing = missingTool();
if (missing !== undefined) {
  console.log(`SKIPPED: ${missing}`);
  process.exit(77);
}

const facts = gatherFacts();
const rendered = Object.fromEntries(OVERLAYS.map((overlay) => [overlay, render(`k8s/overlays/${overlay}`)]));

for (const overlay of OVERLAYS) {
  test(`${overlay} holds every rule`, () => {
    assert.deepEqual(check(rendered[overlay], facts), []);
  });
  test(`${overlay} has the three services, each reachable and protected`, () => {
    const names = (kind) => ofKind(rendered[overlay], kind).map((object) => object.metadata.name).sort();
    for (const kind of ["Deployment", "Service", "PodDisruptionBudget", "ServiceAccount"]) {
      assert.deepEqual(names(kind), ["catalog", "gateway", "rules"], kind);
    }
    assert.deepEqual(
      names("HorizontalPodAutoscaler"),
      overlay === "local" ? [] : ["catalog", "gateway", "rules"],
    );
  });
}

const find = (objects, kind, name) => ofKind(objects, kind).find((object) => object.metadata.name === name);
const pod = (objects, name) => find(objects, "Deployment", name).spec.template.spec;
const one = (objects, name) => container(find(objects, "Deployment", name));
const setFlag = (objects, name, flag, value) => {
  const { args } = one(objects, name);
  args.splice(args.findIndex((arg) => arg.startsWith(`${flag}=`)), 1, `${flag}=${value}`);
};

// What is done to the manifests of production, the rule that must find it, and a
// part of its sentence.
const BROKEN = [
  ["a misspelt field", "schema", /livenesProbe is no field/, (o) => { one(o, "rules").livenesProbe = {}; }],
  ["a field too deep", "schema", /limit is no field/, (o) => { one(o, "rules").resources.limit = {}; }],
  ["text for a number", "schema", /containerPort type/, (o) => { one(o, "rules").ports[0].containerPort = "7002"; }],
  ["a missing field", "schema", /missingProperty":"selector/, (o) => { delete find(o, "Deployment", "rules").spec.selector; }],
  ["an API that is gone", "schema", /know no policy\/v1alpha9/, (o) => { find(o, "PodDisruptionBudget", "rules").apiVersion = "policy/v1alpha9"; }],
  ["root", "hardening", /runAsNonRoot is false/, (o) => { pod(o, "rules").securityContext.runAsNonRoot = false; }],
  ["a writable root", "hardening", /readOnlyRootFilesystem is undefined/, (o) => { delete one(o, "gateway").securityContext.readOnlyRootFilesystem; }],
  ["a capability", "hardening", /capabilities.add/, (o) => { one(o, "gateway").securityContext.capabilities.add = ["NET_ADMIN"]; }],
  ["kept capabilities", "hardening", /capabilities.drop/, (o) => { delete one(o, "catalog").securityContext.capabilities; }],
  ["no seccomp", "hardening", /seccompProfile/, (o) => { delete pod(o, "catalog").securityContext.seccompProfile; }],
  ["the host's network", "hardening", /hostNetwork is true/, (o) => { pod(o, "catalog").hostNetwork = true; }],
  ["a token for the API", "hardening", /automountServiceAccountToken/, (o) => { pod(o, "rules").automountServiceAccountToken = true; }],
  ["a folder of the node", "hardening", /folder of the node/, (o) => { pod(o, "rules").volumes = [{ name: "x", hostPath: { path: "/" } }]; }],
  ["a hardened pod beside an unhardened one", "hardening", /privileged/, (o) => { pod(o, "rules").initContainers = [{ name: "x", image: "x" }]; }],
  ["the newest image", "images", /latest is not of version/, (o) => { one(o, "rules").image = "zhiheng/rulesd:latest"; }],
  ["no version at all", "images", /is not of version/, (o) => { one(o, "rules").image = "zhiheng/rulesd"; }],
  ["half a digest", "images", /no Containerfile for/, (o) => { one(o, "rules").image = "zhiheng/rulesd@sha256:12ab"; }],
  ["a foreign image", "images", /no Containerfile for/, (o) => { one(o, "rules").image = "nginx:0.1.0"; }],
  ["another user than the image's", "images", /runs as 1000:65532/, (o) => { pod(o, "rules").securityContext.runAsUser = 1000; }],
  ["another program in the image", "images", /entry point/, (o) => { one(o, "rules").command = ["/bin/sh"]; }],
  ["a listener on loopback", "ports", /every address/, (o) => setFlag(o, "rules", "--listen", "127.0.0.1:7002")],
  ["a port moved in one place", "ports", /the port is 7002/, (o) => setFlag(o, "rules", "--listen", "[::]:7003")],
  ["a probe of another port", "probes", /asks port 7001/, (o) => { one(o, "rules").livenessProbe.grpc.port = 7001; }],
  ["a probe of no service", "probes", /no service zhiheng.rules.v9/, (o) => { one(o, "rules").readinessProbe.grpc.service = "zhiheng.rules.v9.X"; }],
  ["a probe by TCP", "probes", /does not ask/, (o) => { one(o, "rules").readinessProbe = { tcpSocket: { port: 7002 } }; }],
  ["a kill before the drain ends", "grace", /after 15 s, and needs 18 s/, (o) => { pod(o, "rules").terminationGracePeriodSeconds = 15; }],
  ["a longer drain", "grace", /needs 43 s/, (o) => setFlag(o, "rules", "--drain-delay-ms", "30000")],
  ["a drain shorter than a look", "grace", /looked at every/, (o) => setFlag(o, "rules", "--drain-delay-ms", "1000")],
  ["no memory limit", "resources", /limits.memory/, (o) => { delete one(o, "rules").resources.limits; }],
  ["a rollout with a gap", "rollout", /before the next one/, (o) => { find(o, "Deployment", "rules").spec.strategy.rollingUpdate.maxUnavailable = 1; }],
  ["pods on one node", "spread", /not spread over kubernetes.io\/hostname/, (o) => { pod(o, "rules").topologySpreadConstraints.pop(); }],
  ["a spread of others", "spread", /spreads the pods of gateway/, (o) => { pod(o, "rules").topologySpreadConstraints[0].labelSelector.matchLabels["app.kubernetes.io/name"] = "gateway"; }],
  ["a variable too late", "variables", /uses POD_NAMESPACE before/, (o) => { one(o, "rules").env.reverse(); }],
  ["a label renamed in the pods", "selectors", /does not select its own pods/, (o) => { find(o, "Deployment", "rules").spec.template.metadata.labels["app.kubernetes.io/name"] = "ruler"; }],
  ["no disruption budget", "selectors", /0 of PodDisruptionBudget/, (o) => { o.splice(o.indexOf(find(o, "PodDisruptionBudget", "rules")), 1); }],
  ["a virtual address", "services", /not headless/, (o) => { delete find(o, "Service", "rules").spec.clusterIP; }],
  ["a Service for another port", "services", /none of its pods/, (o) => { find(o, "Service", "rules").spec.ports[0].port = 80; }],
  ["a gateway that calls nobody", "targets", /names no Service/, (o) => setFlag(o, "gateway", "--rules", "dns:///ruler:7002")],
  ["a gateway that sees one pod", "targets", /names no Service by dns/, (o) => setFlag(o, "gateway", "--rules", "rules:7002")],
  ["a gateway at the wrong port", "targets", /no such port/, (o) => setFlag(o, "gateway", "--rules", "dns:///rules:7001")],
  ["an open network", "network", /shuts everything/, (o) => { o.splice(o.indexOf(find(o, "NetworkPolicy", "default-deny")), 1); }],
  ["a rule for everybody", "network", /for everybody/, (o) => { delete find(o, "NetworkPolicy", "rules").spec.ingress[0].from; }],
  ["an empty selector", "network", /empty selector/, (o) => { find(o, "NetworkPolicy", "rules").spec.ingress[0].from = [{ namespaceSelector: {} }]; }],
  ["a missing arrow out", "network", /gateway: may not call rules:7002/, (o) => { find(o, "NetworkPolicy", "gateway").spec.egress.shift(); }],
  ["a missing arrow in", "network", /catalog: is not open to gateway/, (o) => { find(o, "NetworkPolicy", "catalog").spec.ingress[0].ports[0].port = 1; }],
  ["a pod that no policy opens", "network", /rules: nobody may call it/, (o) => { o.splice(o.indexOf(find(o, "NetworkPolicy", "rules")), 1); }],
  ["a Secret in the repository", "secrets", /made on the cluster/, (o) => { o.push({ apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "zhiheng" } }); }],
  ["a password in a ConfigMap", "secrets", /belongs into a Secret/, (o) => { ofKind(o, "ConfigMap")[0].data.PGPASSWORD = "x"; }],
  ["a password in the open", "secrets", /stands in the open/, (o) => { one(o, "catalog").env.push({ name: "PGPASSWORD", value: "x" }); }],
  ["a password among the flags", "secrets", /among the flags/, (o) => setFlag(o, "catalog", "--db", "postgres:password=x")],
  ["a ConfigMap that is not there", "references", /no ConfigMap catalog-db/, (o) => { o.splice(o.findIndex((x) => x.kind === "ConfigMap" && x.metadata.name.startsWith("catalog-db")), 1); }],
  ["a mount of nothing", "references", /no volume database-authority/, (o) => { pod(o, "catalog").volumes = []; }],
  ["an object elsewhere", "namespaces", /is in the namespace default/, (o) => { find(o, "Service", "rules").metadata.namespace = "default"; }],
  ["a lenient namespace", "namespaces", /not restricted/, (o) => { find(o, "Namespace", "zhiheng").metadata.labels = {}; }],
  ["an autoscaler of nothing", "scaling", /scales nothing/, (o) => { find(o, "HorizontalPodAutoscaler", "rules").spec.scaleTargetRef.name = "ruler"; }],
  ["replicas beside an autoscaler", "scaling", /undo the autoscaler/, (o) => { find(o, "Deployment", "rules").spec.replicas = 2; }],
  ["a rollout faster than names", "scaling", /callers may know none/, (o) => { delete find(o, "Deployment", "rules").spec.minReadySeconds; }],
  ["a budget that blocks every node", "scaling", /emptied/, (o) => { find(o, "PodDisruptionBudget", "rules").spec.maxUnavailable = 0; }],
  ["several catalogs in memory", "scaling", /need one database/, (o) => setFlag(o, "catalog", "--db", "catalog.db")],
];

for (const [what, rule, sentence, damage] of BROKEN) {
  test(`${rule} finds ${what}`, () => {
    const objects = structuredClone(rendered.production);
    damage(objects);
    const findings = [...RULES[rule](objects, facts)];
    assert.ok(findings.some((finding) => sentence.test(finding)), `found: ${findings.join("\n") || "nothing"}`);
  });
}

test("an image may be named by registry and digest", () => {
  const objects = structuredClone(rendered.production);
  one(objects, "rules").image = `registry.example:5000/team/rulesd@sha256:${"0a".repeat(32)}`;
  assert.deepEqual(RULES.images(objects, facts), []);
});

test("every rule has a case that breaks it", () => {
  const broken = new Set(BROKEN.map(([, rule]) => rule));
  assert.deepEqual(Object.keys(RULES).filter((rule) => !broken.has(rule)), []);
});
