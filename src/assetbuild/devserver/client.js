// Runs in the pages of a site under development: swaps style sheets, reloads, and shows what is broken.
(() => {
  "use strict";
  if (window.__assetbuild) return;
  window.__assetbuild = true;
  const script = document.currentScript;
  const key = "assetbuild-reloaded";
  let digest = script.dataset.digest ?? "";
  let overlay = null;

  const show = (text) => {
    hide();
    overlay = document.createElement("assetbuild-error");
    overlay.setAttribute("role", "alert");
    // Through the object model, which a Content-Security-Policy without inline styles allows.
    Object.assign(overlay.style, {
      position: "fixed", inset: "0", zIndex: "2147483647", display: "block", overflow: "auto", padding: "2rem",
      background: "rgb(24 16 16 / 94%)", color: "#ffd9d4", font: "15px/1.5 ui-monospace, monospace",
      whiteSpace: "pre-wrap", textAlign: "left",
    });
    overlay.textContent = text;
    overlay.title = "Click to hide";
    overlay.addEventListener("click", hide);
    document.documentElement.append(overlay);
  };

  const hide = () => {
    overlay?.remove();
    overlay = null;
  };

  // The old sheet stays until the new one is there, so that the page is never without.
  const swap = (link, oldPath, newPath, integrity) => {
    const copy = link.cloneNode();
    const chain = (copy.assetbuildChain = link.assetbuildChain ??= [link]);
    chain.push(copy);
    if (copy.integrity) copy.integrity = integrity;
    copy.href = link.href.replace(oldPath, newPath);
    copy.addEventListener("load", () => {
      while (chain.includes(copy) && chain[0] !== copy) chain.shift().remove();
    });
    chain.at(-2).after(copy);
  };

  const swapAll = (styles) => {
    for (const [oldPath, newPath, integrity] of styles) {
      for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
        if (new URL(link.href).pathname.endsWith("/" + oldPath)) swap(link, oldPath, newPath, integrity);
      }
    }
  };

  new EventSource(new URL("events", script.src)).addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    if (told.error) show(told.error);
    else hide();
    if (told.hello) {
      // What was built while nobody listened. Once for each build: a page from a cache would reload for ever.
      const stale = digest && digest !== told.digest && sessionStorage.getItem(key) !== told.digest;
      digest = told.digest;
      if (!stale) return;
      sessionStorage.setItem(key, told.digest);
      location.reload();
    } else if (told.digest !== digest) {
      digest = told.digest;
      if (told.reload) location.reload();
      else swapAll(told.styles);
    }
  });
})();
