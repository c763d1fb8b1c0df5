import { spawn } from "node:child_process";

/** Opens `url` with what the system has for it. Resolves false when there is nothing, or no screen to open it on. */
export async function openBrowser(url: string): Promise<boolean> {
  if (process.env.CI || (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)) return false;
  const [command, args]: [string, string[]] = process.platform === "darwin" ? ["open", [url]] : process.platform === "win32" ? ["cmd", ["/c", "start", "", url]] : ["xdg-open", [url]];
  return new Promise((resolve) => {
    const opener = spawn(command, args, { stdio: "ignore", detached: true });
    opener.once("error", () => resolve(false));
    opener.once("spawn", () => {
      opener.unref();
      resolve(true);
    });
  });
}
