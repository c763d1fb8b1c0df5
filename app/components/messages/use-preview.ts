import { useEffect, useRef, useState } from "react";
import type { MessageDraft } from "~/editor/editor-call";
import { useEditorServer, type MessagePreview } from "~/editor/editor-server";

const WHILE_TYPING_MS = 400;

/** The message as the chosen customer would see it now, kept up while it is written. */
export function usePreview(message: MessageDraft, customerId: string | null): { preview: MessagePreview | null; unreachable: boolean } {
  const server = useEditorServer();
  const [preview, setPreview] = useState<MessagePreview | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  const first = useRef(true);
  const asked = JSON.stringify(message);
  useEffect(() => {
    // An answer that comes after a newer question is dropped.
    let stale = false;
    const pause = first.current ? 0 : WHILE_TYPING_MS;
    first.current = false;
    const timer = setTimeout(() => {
      server.previewMessage(JSON.parse(asked) as MessageDraft, customerId).then(
        (answer) => {
          if (stale) return;
          setPreview(answer);
          setUnreachable(false);
        },
        () => {
          if (!stale) setUnreachable(true);
        },
      );
    }, pause);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [server, asked, customerId]);
  return { preview, unreachable };
}
