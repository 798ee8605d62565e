/** The requests of the protocol that set breakpoints. They may come before the program is linked, and while it runs. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { Breakpoints } from "./breakpoints.ts";
import { InspectionSession } from "./inspection.ts";

export abstract class BreakpointSession extends InspectionSession {
	protected readonly breakpoints = new Breakpoints(this.places);
	protected stopOnTrap = true;

	/** Hands what was set to the guest. */
	protected abstract breakpointsChanged(): void;

	protected override setBreakPointsRequest(
		response: DebugProtocol.SetBreakpointsResponse,
		args: DebugProtocol.SetBreakpointsArguments,
	): void {
		const lines = (args.breakpoints ?? []).map(({ line }) => this.convertClientLineToDebugger(line));
		const ids = this.breakpoints.setLines(args.source.path ?? "", lines);
		this.breakpointsChanged();
		response.body = { breakpoints: ids.map((id) => this.#breakpoint(id)) };
		this.sendResponse(response);
	}

	protected override setFunctionBreakPointsRequest(
		response: DebugProtocol.SetFunctionBreakpointsResponse,
		args: DebugProtocol.SetFunctionBreakpointsArguments,
	): void {
		const ids = this.breakpoints.setNames(args.breakpoints.map(({ name }) => name));
		this.breakpointsChanged();
		response.body = { breakpoints: ids.map((id) => this.#breakpoint(id)) };
		this.sendResponse(response);
	}

	#breakpoint(id: number): DebugProtocol.Breakpoint {
		return this.breakpoints.describe(id, (line) => this.convertDebuggerLineToClient(line));
	}

	protected override setExceptionBreakPointsRequest(
		response: DebugProtocol.SetExceptionBreakpointsResponse,
		args: DebugProtocol.SetExceptionBreakpointsArguments,
	): void {
		this.stopOnTrap = args.filters.includes("trap");
		this.breakpointsChanged();
		this.sendResponse(response);
	}

	protected override breakpointLocationsRequest(
		response: DebugProtocol.BreakpointLocationsResponse,
		args: DebugProtocol.BreakpointLocationsArguments,
	): void {
		const from = this.convertClientLineToDebugger(args.line);
		const to = this.convertClientLineToDebugger(args.endLine ?? args.line);
		const found = this.places.inFile(args.source.path ?? "").filter(({ line }) => line >= from && line <= to);
		response.body = { breakpoints: found.map(({ line }) => ({ line: this.convertDebuggerLineToClient(line) })) };
		this.sendResponse(response);
	}
}
