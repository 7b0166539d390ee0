/*! Tidemark: a sample site of assetbuild. The harbour and its tides are made up. */
globalThis.Tide = (() => {
  "use strict";

  const HOUR = 3_600_000;
  const MEAN = 3.1; // metres above chart datum
  // The five constituents that matter most: period in hours, amplitude in metres, phase in radians.
  const CONSTITUENTS = [
    { name: "M2", period: 12.4206, amplitude: 1.62, phase: 0.6 },
    { name: "S2", period: 12, amplitude: 0.55, phase: 1.9 },
    { name: "N2", period: 12.6583, amplitude: 0.31, phase: 4.2 },
    { name: "K1", period: 23.9345, amplitude: 0.11, phase: 2.4 },
    { name: "O1", period: 25.8193, amplitude: 0.08, phase: 5.1 },
  ];

  /** Metres above chart datum at `time`, in milliseconds since the epoch. */
  function height(time) {
    const hours = time / HOUR;
    return CONSTITUENTS.reduce(
      (sum, { period, amplitude, phase }) => sum + amplitude * Math.cos((2 * Math.PI * hours) / period - phase),
      MEAN,
    );
  }

  /** The high and low waters from `start` to `end`, to the minute. */
  function turns(start, end) {
    const step = HOUR / 60;
    const found = [];
    for (let time = start; time < end; time += step) {
      const [before, here, after] = [time - step, time, time + step].map(height);
      if (here > before && here >= after) found.push({ kind: "high", time, height: here });
      if (here < before && here <= after) found.push({ kind: "low", time, height: here });
    }
    return found;
  }

  const clock = (time) => new Date(time).toTimeString().slice(0, 5);
  const metres = (value) => `${value.toFixed(1)} m`;
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);

  return { HOUR, height, turns, clock, metres, midnight, rising: (time) => height(time + 1000) > height(time) };
})()
