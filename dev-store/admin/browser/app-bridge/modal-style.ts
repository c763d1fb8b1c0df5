/** Style of the modal's own frame; what stands in it keeps the app's. */
export const modalStyle = `
dialog { width: min(var(--width), calc(100vw - 32px)); max-height: calc(100vh - 48px); padding: 0; border: 0; border-radius: 12px; overflow: hidden; background: #fff; color: #303030;
  box-shadow: 0 20px 60px rgb(0 0 0 / .35); font: 13px/20px Inter, -apple-system, BlinkMacSystemFont, "Segoe UI", sans-serif; }
dialog:focus { outline: none; }
dialog[open] { display: flex; flex-direction: column; }
dialog.max { width: 100vw; max-width: none; height: 100vh; max-height: none; border-radius: 0; }
dialog::backdrop { background: rgb(0 0 0 / .5); }
header { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 12px 16px; background: #f3f3f3; border-bottom: 1px solid #e3e3e3; }
h2 { margin: 0; font-size: 14px; font-weight: 650; }
.body { overflow: auto; flex: 1; min-height: 0; }
iframe { width: 100%; min-height: 60vh; border: 0; display: block; }
footer { display: flex; justify-content: flex-end; gap: 8px; padding: 12px 16px; border-top: 1px solid #e3e3e3; }
footer[hidden] { display: none; }
button { font: inherit; font-weight: 550; padding: 5px 12px; border-radius: 8px; border: 0; background: #fff; box-shadow: inset 0 0 0 1px #d4d4d4, inset 0 -1px 0 0 #b5b5b5; cursor: pointer; }
button:hover { background: #f7f7f7; }
button:disabled { color: #b5b5b5; cursor: default; }
button.primary { background: #303030; color: #fff; box-shadow: none; }
button.primary.critical { background: #c70a24; }
button:focus-visible { outline: 2px solid #005bd3; outline-offset: 1px; }
.close { box-shadow: none; background: transparent; padding: 4px 8px; color: #616161; }
`;
