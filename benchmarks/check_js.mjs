// Compares JavaScript two by two with acorn. Reads one JSON object a line, {source, artifact, tokens} with two files or
// {before, after, tokens} with two texts, and writes one a line, {source, state, why}. `tokens` is the SHA-256 of the
// source's tokens as our scanner sees them, or absent.
// Usage: node check_js.mjs ACORN_FOLDER < PAIRS
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const acorn = await import(pathToFileURL(`${process.argv[2]}/dist/acorn.mjs`));
const IGNORED = new Set(["start", "end", "raw"]);

function parse(text, sourceType) {
  const banners = [], tokens = [];
  const tree = acorn.parse(text, {
    ecmaVersion: "latest", sourceType, allowHashBang: true, allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true, checkPrivateFields: false, onToken: tokens,
    onComment: (block, comment) => { if (block && comment.startsWith("!")) banners.push(comment); },
  });
  return { tree, banners, tokens, sourceType };
}

function parseEither(text) {
  try {
    return parse(text, "script");
  } catch (script) {
    try {
      return parse(text, "module");
    } catch (module) {
      return { error: `${script.message}; as a module: ${module.message}` };
    }
  }
}

// The first difference of two trees, as a path, or null. Walked without recursion: expressions nest deep.
function difference(left, right) {
  const stack = [[left, right, ""]];
  while (stack.length) {
    const [a, b, path] = stack.pop();
    if (a === b || (typeof a === "number" && Object.is(a, b))) continue;
    if (typeof a !== typeof b || typeof a !== "object" || !a || !b) {
      if (typeof a === "bigint" && a === b) continue;
      return `${path}: ${show(a)} became ${show(b)}`;
    }
    if (a instanceof RegExp && b instanceof RegExp) {
      if (String(a) !== String(b)) return `${path}: ${a} became ${b}`;
      continue;
    }
    if (Array.isArray(a) && a.length !== b.length) return `${path}: ${a.length} nodes became ${b.length}`;
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (!IGNORED.has(key) || a.type === "TemplateElement" && key === "raw") {
        stack.push([a[key], b[key], path.length < 120 ? `${path}.${key}` : path]);
      }
    }
  }
  return null;
}

function show(value) {
  return String(typeof value === "object" && value ? value.type : value).slice(0, 60);
}

// Our scanner keeps a template's back ticks and braces in its pieces; acorn has them as tokens of their own.
function tokenTexts(text, tokens) {
  const texts = [];
  // The last is the end of the file.
  for (let index = 0; index < tokens.length - 1; index++) {
    const { type, start, end } = tokens[index];
    if (type.label === "template" || type.label === "invalidTemplate") {
      texts.pop();
      texts.push(text.slice(tokens[index - 1].start, tokens[++index].end));
    } else {
      texts.push(text.slice(start, end));
    }
  }
  return texts;
}

// acorn takes the function of `a ? b : function () {} /x/` for a declaration; the engine knows better.
function isRefused(script) {
  try {
    return script !== undefined && !new vm.Script(script);
  } catch (error) {
    return true;
  }
}

// Our scanner is given texts without a byte order mark.
function read(file) {
  return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
}

function compare(before, after, wanted) {
  const source = parseEither(before);
  if (source.error) return before === after ? ["passed through"] : ["not valid", source.error];
  let artifact;
  try {
    artifact = parse(after, source.sourceType);
  } catch (error) {
    return ["unparsable", error.message];
  }
  const changed = difference(source.tree, artifact.tree);
  if (changed) return ["changed", changed];
  const texts = tokenTexts(before, source.tokens).join("\0");
  if (wanted !== undefined && createHash("sha256").update(texts).digest("hex") !== wanted) return ["tokens differ"];
  if (source.banners.join("\0") !== artifact.banners.join("\0")) return ["licence lost"];
  return ["equal"];
}

for await (const line of createInterface({ input: process.stdin })) {
  const { source, artifact, before, after, tokens } = JSON.parse(line);
  const [state, why] = isRefused(before) ? ["refused"] : compare(before ?? read(source), after ?? read(artifact), tokens);
  console.log(JSON.stringify({ source, state, why }));
}
