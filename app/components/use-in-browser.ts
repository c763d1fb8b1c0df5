import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and while the page is taken over, true from then on: for what is drawn in the browser only. */
export const useInBrowser = (): boolean => useSyncExternalStore(never, () => true, () => false);
