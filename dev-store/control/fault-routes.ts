import { z } from "zod";
import { faultModes, faultTargets, type Faults } from "../faults/faults.ts";
import { ControlError } from "./control-error.ts";
import { checked, type ControlRoute } from "./control-route.ts";

const fault = z.strictObject({ target: z.enum(faultTargets), mode: z.enum(faultModes), count: z.number().int().min(1).max(100_000).default(1) });

/** `GET`, `POST` and `DELETE /_dev/faults`. */
export function faultRoutes(faults: Faults): ControlRoute[] {
  const list = () => {
    const { faults: armed, parked } = faults.list();
    return { faults: armed, held: parked.length, parked: parked.map((call) => ({ ...call, since: new Date(call.since).toISOString() })) };
  };
  return [
    { method: "GET", path: "/faults", handle: () => ({ body: list() }) },
    {
      method: "POST",
      path: "/faults",
      handle: ({ body }) => {
        const { target, mode, count } = checked(fault, body);
        if (!faults.mounts(target)) throw new ControlError(422, "not_mounted", `target: this store has no stand-in of ${target} yet, so no call to it could fail`, "target");
        faults.arm(target, mode, count);
        return { status: 201, body: list() };
      },
    },
    { method: "DELETE", path: "/faults", handle: () => ({ body: { released: faults.clear() } }) },
  ];
}
