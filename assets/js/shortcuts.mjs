// A module of its own: keyboard shortcuts, with a list of them behind `?`.
const dialog = document.querySelector("#shortcuts");

const actions = new Map([
  ["?", () => (dialog.open ? dialog.close() : dialog.showModal())],
  ["t", () => document.dispatchEvent(new CustomEvent("theme:toggle"))],
  ["ArrowLeft", () => document.dispatchEvent(new CustomEvent("tide:step", { detail: -1 }))],
  ["ArrowRight", () => document.dispatchEvent(new CustomEvent("tide:step", { detail: 1 }))],
]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  actions.get(event.key)?.();
});

document.querySelector("#show-shortcuts").addEventListener("click", () => dialog.showModal());
dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
document.documentElement.dataset.shortcuts = "ready";

export { actions };
