/** Shopify's theme editor on the published theme, ready to switch on an app embed of this app. */
export const embedEditorUrl = (shopDomain: string, apiKey: string, block: string): string =>
  `https://${shopDomain}/admin/themes/current/editor?context=apps&template=index&activateAppId=${apiKey}/${block}`;

/** The same, with one of this app's blocks put into a new section of the home page, to be moved and saved there. */
export const blockEditorUrl = (shopDomain: string, apiKey: string, block: string): string =>
  `https://${shopDomain}/admin/themes/current/editor?template=index&addAppBlockId=${apiKey}/${block}&target=newAppsSection`;
