/** The call over gRPC, where `@grpc/grpc-js` is installed: Witness does not carry it. */
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as Grpc from "@grpc/grpc-js";
import type { FunctionType, Value } from "../../server/wit/index.ts";
import type { Client } from "./clients.ts";
import { type GrpcSchema, grpcSchema } from "./grpc-schema.ts";

const NAME = "@grpc/grpc-js";
/** It comes with that package, which depends on it. */
const LOADER = "@grpc/proto-loader";

/** The file of the package, looked for from the current folder and from where Witness is; null where it is not installed. */
export function findGrpc(folder: string): string | null {
	for (const from of [pathToFileURL(path.join(folder, "package.json")).href, import.meta.url]) {
		try {
			return createRequire(from).resolve(NAME);
		} catch {
			// It is not installed there.
		}
	}
	return null;
}

/** What is used of `@grpc/proto-loader`, which `@grpc/grpc-js` brings. */
interface Loader {
	fromJSON(json: object, options: object): Grpc.ServiceDefinition & object;
}

function load(module: string, schema: GrpcSchema): { readonly grpc: typeof Grpc; readonly service: Grpc.ServiceDefinition } {
	const require = createRequire(module);
	const grpc: typeof Grpc = require(module);
	const loader: Loader = require(LOADER);
	const nested = {
		...schema.definitions,
		Calls: { methods: { Call: { requestType: "Request", responseType: "Response" } } },
	};
	const definitions: Readonly<Record<string, unknown>> = {
		...loader.fromJSON({ nested: { bench: { nested } } }, { keepCase: true, longs: String }),
	};
	const service = definitions["bench.Calls"];
	if (!isService(service)) throw new Error("the schema has no service");
	return { grpc, service };
}

function isService(value: unknown): value is Grpc.ServiceDefinition {
	return typeof value === "object" && value !== null && "Call" in value;
}

/** Starts a service on a free port, which it answers with. */
export function serveGrpc(
	module: string,
	type: FunctionType,
	answer: (args: readonly Value[]) => Value | undefined,
): Promise<string> {
	const schema = grpcSchema(type);
	const { grpc, service } = load(module, schema);
	const server = new grpc.Server();
	const handle: Grpc.handleUnaryCall<unknown, object> = (call, done) => {
		try {
			done(null, schema.encodeResponse(answer(schema.decodeRequest(call.request))));
		} catch (error) {
			done(error instanceof Error ? error : new Error(String(error)));
		}
	};
	server.addService(service, { Call: handle });
	return new Promise((resolve, reject) => {
		server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
			error === null ? resolve(String(port)) : reject(error),
		);
	});
}

/** A client with one channel. */
export function connectGrpc(module: string, type: FunctionType, port: string): Client {
	const schema = grpcSchema(type);
	const { grpc, service } = load(module, schema);
	const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
	const method = service["Call"];
	if (method === undefined) throw new Error("the service has no method");
	return {
		call: (args) =>
			new Promise((resolve, reject) => {
				client.makeUnaryRequest<object, unknown>(
					method.path,
					method.requestSerialize,
					method.responseDeserialize,
					schema.encodeRequest(args),
					(error, response) => (error === null ? resolve(schema.decodeResponse(response)) : reject(error)),
				);
			}),
		close: () => client.close(),
	};
}
