// Every rule over the objects of one overlay; `rule: sentence`, sorted.
import { schemaFindings } from "./schema.mjs";
import { WIRING_RULES } from "./wiring_rules.mjs";
import { WORKLOAD_RULES } from "./workload_rules.mjs";

export const RULES = {
  schema: (objects) => objects.flatMap(schemaFindings),
  ...WORKLOAD_RULES,
  ...WIRING_RULES,
};

export function check(objects, facts) {
  return Object.entries(RULES).flatMap(([rule, findings]) =>
    [...findings(objects, facts)].map((finding) => `${rule}: ${finding}`),
  );
}
