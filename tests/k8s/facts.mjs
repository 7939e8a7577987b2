// What the repository says elsewhere, and the manifests must agree with: the
// version, the Containerfiles, the services in the protos, the drain code.
import { readdirSync } from "node:fs";
import path from "node:path";
import { BINARIES, ROOT, read } from "./manifests.mjs";

function first(file, pattern) {
  const match = pattern.exec(read(file));
  if (match === null) throw new Error(`${file} has nothing like ${pattern}`);
  return match[1];
}

function containerfile(binary) {
  const file = `tools/images/${binary}.Containerfile`;
  return {
    user: first(file, /^USER (.*)$/m),
    expose: Number(first(file, /^EXPOSE (\d+)$/m)),
    entrypoint: first(file, /^ENTRYPOINT \["(.*)"\]$/m),
  };
}

function protoServices() {
  return ["catalog", "rules", "gateway"].flatMap((area) => {
    const folder = `protos/zhiheng/${area}/v1`;
    return readdirSync(path.join(ROOT, folder))
      .filter((file) => file.endsWith(".proto"))
      .flatMap((file) => [...read(`${folder}/${file}`).matchAll(/^service (\w+)/gm)])
      .map((match) => `zhiheng.${area}.v1.${match[1]}`);
  });
}

export function gatherFacts() {
  return {
    version: first("CMakeLists.txt", /project\(zhiheng VERSION ([\d.]+)/),
    containerfiles: Object.fromEntries(BINARIES.map((binary) => [binary, containerfile(binary)])),
    services: protoServices(),
    flushSeconds: Number(first("services/common/telemetry/otel_sink.h", /kFlushAtExit = absl::Seconds\((\d+)\)/)),
    defaultGraceSeconds: Number(
      first("services/common/server/server_options.h", /shutdown_grace = absl::Seconds\((\d+)\)/),
    ),
  };
}
