import { useMemo } from "react";
import { entryPointFaceByName } from "~/entry-points/registry.ui";
import { stepFaceByName } from "~/steps/registry.ui";
import { useDynamicText } from "./dynamic-text";

export interface TypeNames {
  /** The name of a step type in words; the type itself where it is not known any more. */
  step(type: string): string;
  entryPoint(type: string): string;
}

export function useTypeNames(): TypeNames {
  const text = useDynamicText();
  return useMemo(() => ({
    step: (type) => text(`steps:${stepFaceByName.get(type)?.name ?? type}`, type),
    entryPoint: (type) => text(`entryPoints:${entryPointFaceByName.get(type)?.name ?? type}`, type),
  }), [text]);
}
