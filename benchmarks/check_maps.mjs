// Compares each mapped word of bundles with the word at its place in the source, as check_maps.py asks:
// `node check_maps.mjs OUTPUT SOURCES TRACE_MAPPING SOURCEMAP_CODEC RESOLVE_URI`, the last three folders of packages.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [output, sources, tracing, codec, resolving] = process.argv.slice(2);
const run = (folder, name) => runInThisContext(readFileSync(join(folder, "dist", `${name}.umd.js`), "utf8"));
run(resolving, "resolve-uri");
run(codec, "sourcemap-codec");
run(tracing, "trace-mapping");
const { TraceMap, eachMapping } = globalThis.traceMapping;

const LINE_ENDS = { js: /\r\n|[\n\r\u2028\u2029]/, css: /\r\n|[\n\r]/ };
const WORDS = { js: /(?:[\w$]|[^\x00-\x7f])+/gy, css: /(?:[\w$.#%@-]|[^\x00-\x7f])+/gy };
const word = (lines, line, column, kind) => {
  WORDS[kind].lastIndex = column;
  return WORDS[kind].exec(lines[line - 1] ?? "")?.[0];
};

const { assets } = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8"));
const read = (name) => readFileSync(join(output, assets[name].path), "utf8");
const total = { same: 0, others: 0, none: 0, through: 0 };
for (const name of Object.keys(assets).filter((name) => assets[`${name}.map`] && name.startsWith("bundles/"))) {
  const kind = name.endsWith(".css") ? "css" : "js";
  const map = new TraceMap(read(`${name}.map`));
  const made = read(name).split(LINE_ENDS[kind]);
  const written = new Map(map.sources.map((source, at) => [source, map.sourcesContent[at]?.split(LINE_ENDS[kind])]));
  // What is no file of the corpus comes from a vendor's map.
  const own = new Set(map.sources.filter((source) => existsSync(join(sources, source.replace("../sources/", "")))));
  const found = { same: 0, others: 0, none: 0, through: 0 };
  eachMapping(map, (each) => {
    if (each.source === null) found.none += 1;
    else if (!own.has(each.source)) found.through += 1;
    else {
      const there = word(written.get(each.source), each.originalLine, each.originalColumn, kind);
      const here = word(made, each.generatedLine, each.generatedColumn, kind);
      found[here && here === there ? "same" : "others"] += 1;
      if (here !== there) console.log(`  ${name}:${each.generatedLine}:${each.generatedColumn + 1}: ${here}, ${there}`);
    }
  });
  console.log(`${name.padEnd(36)}${JSON.stringify(found)}`);
  for (const key of Object.keys(total)) total[key] += found[key];
}
console.log(`${"all".padEnd(36)}${JSON.stringify(total)}`);
process.exit(total.others || !total.same ? 1 : 0);
