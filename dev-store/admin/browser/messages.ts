/** What the app's frame and the admin shell say to each other through `postMessage`. */

export interface BarButton {
  label: string;
  primary: boolean;
  critical: boolean;
  disabled: boolean;
  loading: boolean;
}

export interface NavLink {
  label: string;
  href: string;
  home: boolean;
}

export interface TitleBarState {
  title: string;
  /** The breadcrumb's label, when the page has one; it is button 0 then. */
  breadcrumb: string | null;
  buttons: BarButton[];
}

export interface PickerRequest {
  type: "product" | "variant" | "collection";
  action: "add" | "select";
  multiple: boolean | number;
  query: string;
  selectionIds: { id: string; variants?: { id: string }[] }[];
  filter: { variants: boolean; draft: boolean; archived: boolean };
}

export type FrameMessage =
  | { kind: "hello"; path: string; title: string }
  | { kind: "navigated"; path: string; title: string }
  | { kind: "open"; url: string; newTab: boolean }
  | { kind: "nav"; links: NavLink[] }
  | { kind: "titleBar"; bar: TitleBarState | null }
  | { kind: "toast"; id: string; message: string; isError: boolean; action: string | null; durationMs: number }
  | { kind: "hideToast"; id: string }
  | { kind: "saveBar"; id: string; visible: boolean; discardConfirmation: boolean; buttons: BarButton[] }
  | { kind: "modal"; open: boolean }
  | { kind: "loading"; on: boolean }
  | { kind: "ask"; call: number; question: FrameQuestion };

export type FrameQuestion =
  | { name: "idToken" }
  | { name: "extensions" }
  | { name: "scopes" }
  | { name: "user" }
  | { name: "leaveConfirmation" }
  | { name: "resourcePicker"; request: PickerRequest };

export type ShellMessage =
  | { kind: "navigate"; path: string }
  | { kind: "titleBarClick"; index: number }
  | { kind: "saveBarClick"; id: string; index: number }
  | { kind: "hideSaveBars" }
  | { kind: "toastAction"; id: string }
  | { kind: "toastGone"; id: string }
  | { kind: "answer"; call: number; value: unknown }
  | { kind: "failed"; call: number; message: string };

/** Every message travels in this envelope, so that others' messages are not mistaken for ours. */
export interface Envelope<M> {
  appBridge: 1;
  message: M;
}

export function isEnvelope<M>(data: unknown): data is Envelope<M> {
  return typeof data === "object" && data !== null && "appBridge" in data && data.appBridge === 1 && "message" in data;
}
