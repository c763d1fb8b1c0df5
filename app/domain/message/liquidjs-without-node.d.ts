/**
 * The part of liquidjs that the domain uses, for the domain's own type check alone: the package's types bring Node's
 * with them, and with those `process` and `setTimeout` would compile here. The app's check reads the package's own.
 */
export declare enum TokenKind {
  HTML = 16,
}

export interface Token {
  kind: TokenKind;
  getPosition(): [number, number];
  getText(): string;
}

export interface Template {
  token: Token;
}

export interface Emitter {
  write(html: unknown): void;
}

export interface Context {
  globals: object;
  _get(paths: string[]): IterableIterator<unknown>;
}

export declare class LiquidError extends Error {
  token: Token;
  originalError?: Error;
  static is(error: unknown): error is LiquidError;
}

export interface FilterImpl {
  context: Context;
}

type Filter = (this: FilterImpl, value: unknown, ...args: unknown[]) => unknown;

interface Tag {
  render(context: Context, emitter: Emitter, hash: Record<string, unknown>): IterableIterator<unknown>;
}

interface Variable {
  segments: unknown[];
  location: { row: number; col: number };
}

export declare class Liquid {
  constructor(options: Record<string, unknown>);
  readonly tags: Record<string, unknown>;
  readonly filters: Record<string, Filter | { handler: Filter; raw: boolean }>;
  parse(source: string): Template[];
  renderSync(template: Template[], scope: object, options: { globals: object }): unknown;
  registerFilter(name: string, filter: Filter | { handler: Filter; raw: boolean }): void;
  registerTag(name: string, tag: Tag): void;
  analyzeSync(template: Template[]): { globals: Record<string, Variable[]> };
}
