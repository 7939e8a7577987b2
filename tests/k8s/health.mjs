// Asks gRPC's health service as a kubelet does: one unary call over HTTP/2.
import http2 from "node:http2";

export const SERVING = "SERVING";
const STATUS = ["UNKNOWN", SERVING, "NOT_SERVING", "SERVICE_UNKNOWN"];
const CALL_MS = 10_000;

// HealthCheckRequest{service = 1} in the frame of gRPC.
function requestOf(service) {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, name.length]), name]);
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

// The serving status, `grpc-status N`, or `unreachable`.
export function health(address, service) {
  return new Promise((resolve) => {
    const session = http2.connect(`http://${address}`);
    const end = (answer) => {
      session.destroy();
      resolve(answer);
    };
    session.on("error", () => end("unreachable"));
    const call = session.request({
      ":method": "POST",
      ":path": "/grpc.health.v1.Health/Check",
      "content-type": "application/grpc",
      te: "trailers",
    });
    const chunks = [];
    let code;
    const take = (headers) => (code = headers["grpc-status"] ?? code);
    call.setTimeout(CALL_MS, () => end("unreachable"));
    call.on("response", take);
    call.on("trailers", take);
    call.on("data", (chunk) => chunks.push(chunk));
    call.on("error", () => end("unreachable"));
    call.on("end", () => {
      if (code !== "0") return end(`grpc-status ${code}`);
      const message = Buffer.concat(chunks).subarray(5);  // HealthCheckResponse{status = 1}
      end(STATUS[message.length < 2 ? 0 : message[1]]);
    });
    call.end(requestOf(service));
  });
}
