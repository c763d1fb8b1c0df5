import { useNavigation, useSubmit } from "@remix-run/react";
import { useTranslation } from "react-i18next";

/** The action of a page or an empty list that creates a scenario and leads to it; once, however often it is pressed. */
export function useCreateScenario(): { content: string; loading: boolean; onAction(): void } {
  const { t } = useTranslation("scenarios");
  const submit = useSubmit();
  const { formData } = useNavigation();
  return {
    content: t("create"),
    loading: formData?.get("do") === "create",
    onAction: () => submit({ do: "create", name: t("newName") }, { method: "post", action: "/app/scenarios" }),
  };
}
