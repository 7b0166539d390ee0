// What the water does now, and the windows of the day on the cards.
(() => {
  "use strict";

  const put = (selector, text) => {
    for (const element of document.querySelectorAll(selector)) element.textContent = text;
  };

  function refresh() {
    const now = Date.now();
    const level = Tide.height(now);
    const next = Tide.turns(now, now + 26 * Tide.HOUR);
    const say = (turn) => (turn ? `${Tide.clock(turn.time)} · ${Tide.metres(turn.height)}` : "–");
    put("#level", level.toFixed(1));
    put("#trend", Tide.rising(now) ? "Rising" : "Falling");
    put("#next-high", say(next.find((turn) => turn.kind === "high")));
    put("#next-low", say(next.find((turn) => turn.kind === "low")));
    document.querySelector("#arrow").style.rotate = Tide.rising(now) ? "0deg" : "180deg";
    document.querySelector(".now").style.setProperty("--fill", `${Math.round((level / 6.2) * 100)}%`);
  }

  function windows() {
    const from = Tide.midnight(Date.now()) + 6 * Tide.HOUR;
    const turns = Tide.turns(from, from + 16 * Tide.HOUR);
    for (const card of document.querySelectorAll("[data-window]")) {
      const turn = turns.find(({ kind }) => kind === card.dataset.window);
      const half = card.dataset.hours * Tide.HOUR;
      const when = card.querySelector(".when");
      when.textContent = turn ? `${Tide.clock(turn.time - half)} – ${Tide.clock(turn.time + half)}` : "Not today";
      when.classList.toggle("good", Boolean(turn) && Math.abs(Date.now() - turn.time) < half);
    }
  }

  refresh();
  windows();
  setInterval(refresh, 30_000);
  document.documentElement.dataset.ready = "true";
})()
