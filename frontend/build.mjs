// Builds what the browser gets and copies the fonts of documents. Called by script/assets.
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = path.join(ROOT, "node_modules");
const SITE = path.join(ROOT, "fyrstod/web/static");
const PAPER = path.join(ROOT, "fyrstod/documents/fonts");
const TARGET = ["chrome109", "firefox115", "safari16"];

const OURS = [
  ...["app.css", "assessment.css", "collaboration.css", "guide.css", "paper.css"],
  ...["rooms-end.css", "rooms-paper.css", "rooms-piece.css", "rooms-record.css"],
  ...["rooms-meeting.css", "rooms-room.css", "rooms-table.css", "rooms-views.css"],
  ...["people.css", "sharing.css", "site.css"],
];
const WEB_FONTS = ["latin-400", "latin-600", "latin-ext-400", "latin-ext-600"];
const DOCUMENT_FONTS = {
  "source-sans/LICENSE.md": "SourceSans3-OFL.txt",
  "source-sans/TTF/SourceSans3-Regular.ttf": "SourceSans3-Regular.ttf",
  "source-sans/TTF/SourceSans3-It.ttf": "SourceSans3-It.ttf",
  "source-sans/TTF/SourceSans3-Semibold.ttf": "SourceSans3-Semibold.ttf",
  "source-sans/TTF/SourceSans3-Bold.ttf": "SourceSans3-Bold.ttf",
  "@expo-google-fonts/noto-sans-arabic/LICENSE_FONT": "NotoSansArabic-OFL.txt",
  "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf":
    "NotoSansArabic-Regular.ttf",
  "@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf":
    "NotoSansArabic-Bold.ttf",
  "@expo-google-fonts/noto-emoji/LICENSE_FONT": "NotoEmoji-OFL.txt",
  "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf": "NotoEmoji-Regular.ttf",
};

// Purging looks for whole class names in templates and scripts. These are put together in a
// template, written by Python (the widths of inputs) or set by a script.
const KEEP = [
  /^govuk-(radios|checkboxes)(--small|__(item|input|label|hint))?$/,
  /^govuk-input--width-/,
  "js-enabled",
  "govuk-frontend-supported",
];

/**
 * The sizes that govuk-frontend gives to ordinary text, on phones, wider screens and paper.
 * Without them its components take the size of the text around them, which is ours.
 */
const ORDINARY_SIZES = new Set(["1rem", "1.1875rem", "14pt"]);
const NOT_OURS = new Set([
  "font-family",
  "-webkit-font-smoothing",
  "-moz-osx-font-smoothing",
]);

/** Takes GOV.UK's own identity out of a style sheet: typeface, crest, colours. */
const withoutIdentity = {
  postcssPlugin: "without-identity",
  AtRule: {
    "font-face": (rule) => rule.remove(),
  },
  Comment: (comment) => comment.remove(),
  Rule(rule) {
    if (rule.toString().includes("/assets/")) return rule.remove();
    const ordinary = rule.nodes.some(
      (node) => node.prop === "font-size" && ORDINARY_SIZES.has(node.value),
    );
    rule.walkDecls((decl) => {
      const sized = decl.prop === "font-size" || decl.prop === "line-height";
      if (NOT_OURS.has(decl.prop) || (ordinary && sized)) return decl.remove();
      decl.value = decl.value.replace(/var\((--govuk-[a-z-]+),#[0-9a-f]+\)/g, "var($1)");
    });
    if (rule.nodes.length === 0) rule.remove();
  },
  OnceExit(root) {
    const colours = /^--govuk-.*colour$/;
    root.walkDecls(colours, (decl) => {
      if (!decl.value.includes("print")) decl.remove();
    });
    root.walk((node) => {
      if (node.nodes?.length === 0) node.remove();
    });
  },
};

async function filesUnder(folder, ending) {
  const entries = await readdir(path.join(ROOT, folder), { recursive: true });
  return entries.filter((name) => name.endsWith(ending)).map((name) => path.join(ROOT, folder, name));
}

async function styles() {
  const theirs = await readFile(
    path.join(MODULES, "govuk-frontend/dist/govuk/govuk-frontend.min.css"),
    "utf8",
  );
  const sheets = OURS.map((name) => readFile(path.join(ROOT, "frontend", name), "utf8"));
  const ours = (await Promise.all(sheets)).join("\n");
  const clean = postcss([withoutIdentity]).process(theirs, { from: undefined }).css;
  if (/GDS|\/assets\//.test(clean)) throw new Error("govuk-frontend's identity is still there");
  const [used] = await new PurgeCSS().purge({
    content: [...(await filesUnder("fyrstod", ".html")), ...(await filesUnder("frontend", ".js"))],
    css: [{ raw: clean }],
    safelist: KEEP,
    dynamicAttributes: ["aria-invalid", "disabled", "open"],
  });
  const { code } = await transform(`${used.css}\n${ours}`, {
    loader: "css",
    minify: true,
    target: TARGET,
  });
  await writeFile(path.join(SITE, "app.css"), code);
}

async function scripts() {
  await build({
    entryPoints: [path.join(ROOT, "frontend/app.js")],
    outfile: path.join(SITE, "app.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGET,
    legalComments: "none",
    logLevel: "warning",
  });
  await cp(path.join(MODULES, "htmx.org/dist/htmx.min.js"), path.join(SITE, "htmx.js"));
}

async function copies() {
  const web = path.join(MODULES, "@fontsource/source-sans-3");
  for (const name of WEB_FONTS) {
    const file = `source-sans-3-${name}-normal.woff2`;
    await cp(path.join(web, "files", file), path.join(SITE, "fonts", file));
  }
  await cp(path.join(web, "LICENSE"), path.join(SITE, "fonts/OFL.txt"));
  await cp(path.join(ROOT, "frontend/static"), SITE, { recursive: true });
  for (const [from, to] of Object.entries(DOCUMENT_FONTS)) {
    await cp(path.join(MODULES, from), path.join(PAPER, to));
  }
}

for (const folder of [SITE, PAPER]) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
await Promise.all([styles(), scripts(), copies()]);
