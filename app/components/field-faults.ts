import { createContext, useContext, useEffect, useId } from "react";

/** Told of each field that holds something half typed or out of bounds, by the field's id, and when it does no more. */
export type TellFault = (fieldId: string, label: string | null) => void;

const FieldFaultContext = createContext<TellFault | null>(null);

export const FieldFaultProvider = FieldFaultContext.Provider;

/** What is typed in such a field is not what would be saved: whoever saves is told of it, until it is mended or gone. */
export function useFieldFault(label: string, wrong: boolean): void {
  const tell = useContext(FieldFaultContext);
  const id = useId();
  useEffect(() => {
    if (!tell || !wrong) return;
    tell(id, label);
    return () => tell(id, null);
  }, [tell, id, label, wrong]);
}
