/** The language client, as other areas see it. */
export type { LanguageService } from "./register.ts";
