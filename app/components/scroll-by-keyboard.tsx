import { useEffect, useRef, type ReactNode } from "react";

/** Polaris scrolls a wide table in a box that only a mouse or a finger can reach; this makes it a stop for the keyboard too (WCAG 2.1.1). */
export function ScrollByKeyboard({ label, children }: { label: string; children: ReactNode }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = holder.current?.querySelector(".Polaris-DataTable__ScrollContainer");
    box?.setAttribute("tabindex", "0");
    box?.setAttribute("role", "region");
    box?.setAttribute("aria-label", label);
  }, [label]);
  return <div ref={holder}>{children}</div>;
}
