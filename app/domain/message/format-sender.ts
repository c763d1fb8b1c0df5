/** `"Juniper & Clay" <hello@juniper.example>`: quoted, so that a comma or a bracket in the name breaks nothing. */
export function formatSender({ name, senderName, senderEmail }: { name: string; senderName: string; senderEmail: string }): string {
  const words = (senderName || name).replace(/[\r\n]+/g, " ").replace(/["\\<>]/g, "").trim();
  return words === "" ? senderEmail : `"${words}" <${senderEmail}>`;
}
