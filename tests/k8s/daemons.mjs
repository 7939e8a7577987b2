// The binaries, started as a rendered Deployment says: its flags, its environment
// and nothing else, but for addresses and folders that only exist in a pod.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "./manifests.mjs";

export const BIN = process.env.ZHIHENG_BIN_DIR ?? path.join(ROOT, "build/bin");

// The flags that a binary has, from its --help: name to [least, most] or null.
export function helpOf(binary) {
  const text = execFileSync(path.join(BIN, binary), ["--help"], { encoding: "utf8" });
  const flags = new Map();
  for (const [, flag, rest] of text.matchAll(/^ {2}(?:-\w,)?(--[a-z-]+)(.*)/gm)) {
    const range = / in \[(\d+) - (\d+)\]/.exec(rest);
    flags.set(flag, range && [Number(range[1]), Number(range[2])]);
  }
  return flags;
}

// Sentences about flags that the binary does not take so.
export function flagFindings(args, known) {
  return args.flatMap((arg) => {
    const [flag, value] = arg.split(/=(.*)/s);
    if (!known.has(flag)) return [`there is no flag ${flag}`];
    const range = known.get(flag);
    const fits = !range || (Number(value) >= range[0] && Number(value) <= range[1]);
    return fits ? [] : [`${flag} takes ${range[0]} to ${range[1]}, not ${value}`];
  });
}

// Replaces the values of flags.
export const withFlags = (args, values) =>
  args.map((arg) => {
    const flag = arg.split("=", 1)[0];
    return flag in values ? `${flag}=${values[flag]}` : arg;
  });

// Resolves once the process listens: { address, stop }. Rejects with what it said
// when it ends first. stop() sends SIGTERM; `ended` resolves to the exit code.
export async function start(binary, args, env = {}) {
  const child = spawn(path.join(BIN, binary), args, { env, stdio: ["ignore", "pipe", "pipe"], cwd: "/" });
  let said = "";
  child.stderr.on("data", (data) => (said += data));
  const ended = once(child, "exit").then(([code]) => code);
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const match = /^listening .*address=(\S+)$/.exec(line);
      if (match) return match[1];
    }
    throw new Error(`${binary} ${args.join(" ")} ended: ${said}`);
  })();
  return { address: await listening, ended, stop: () => child.kill("SIGTERM"), kill: () => child.kill("SIGKILL") };
}
