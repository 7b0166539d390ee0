// The curve of the day: drawn once, and read off by pointer or keyboard.
(() => {
  "use strict";

  const svg = document.querySelector("svg.curve");
  const readout = document.querySelector("#reading");
  const [WIDTH, HEIGHT, FLOOR] = [960, 300, 260];
  const start = Tide.midnight(Date.now());
  const x = (time) => ((time - start) / (24 * Tide.HOUR)) * WIDTH;
  const y = (metres) => FLOOR - (metres / 6.2) * (FLOOR - 24);
  const add = (name, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return svg.appendChild(element);
  };

  const points = Array.from({ length: 145 }, (_, index) => {
    const time = start + (index * Tide.HOUR) / 6;
    return `${x(time).toFixed(1)} ${y(Tide.height(time)).toFixed(1)}`;
  });
  const curve = `M${points.join("L")}`;
  for (let hour = 0; hour <= 24; hour += 3) {
    const at = x(start + hour * Tide.HOUR);
    add("line", { class: "grid", x1: at, x2: at, y1: 10, y2: FLOOR });
    if (hour % 24) add("text", { class: "hour", x: at, y: HEIGHT - 14 }, `${String(hour).padStart(2, "0")}:00`);
  }
  add("path", { class: "water", d: `${curve}L${WIDTH} ${FLOOR}L0 ${FLOOR}Z` });
  add("path", { class: "edge", d: curve });
  for (const turn of Tide.turns(start, start + 24 * Tide.HOUR)) {
    const at = Math.min(Math.max(x(turn.time), 44), WIDTH - 44);
    const above = turn.kind === "high" ? -14 : 26;
    add("text", { class: "turn", x: at, y: y(turn.height) + above }, `${Tide.metres(turn.height)}`);
  }
  const needle = add("line", { class: "needle", y1: 10, y2: FLOOR });
  const bead = add("circle", { class: "bead", r: 9 });

  let shown = Date.now();
  function show(time) {
    shown = Math.min(Math.max(time, start), start + 24 * Tide.HOUR);
    const [across, down] = [x(shown), y(Tide.height(shown))];
    needle.setAttribute("x1", across);
    needle.setAttribute("x2", across);
    bead.setAttribute("cx", across);
    bead.setAttribute("cy", down);
    readout.textContent = `${Tide.clock(shown)} · ${Tide.metres(Tide.height(shown))}, ${Tide.rising(shown) ? "rising" : "falling"}`;
  }

  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    show(start + ((event.clientX - box.left) / box.width) * 24 * Tide.HOUR);
  });
  svg.addEventListener("pointerleave", () => show(Date.now()));
  document.addEventListener("tide:step", (event) => show(shown + event.detail * Tide.HOUR / 2));
  show(shown);
})()
