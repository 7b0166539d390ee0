"""The tokens and the white space that random JavaScript is made of."""

from __future__ import annotations

# `yield` and `await` are keywords only: as names of variables before a slash they would need a parser.
NAMES = "a b1 $ _x of get set async static é \\u0061b 𝒳 _if returned from as target".split()
PROPERTIES = "a await return if typeof class in of yield delete case default function get static new".split()
NUMBERS = "0 1 1. 1.5 .5 0x1f 0b1 0o7 1n 1e5 1e+5 1_0 1 2 3. 017".split()
STRINGS = (
    *("''", "'a'", '"b  c"', "'//'", "'/*'", '"\\""', "'\\\n'", "'`'", "'\u2028'", '"use strict"', "'</script>'"),
    *('"-->"', "'<!--'", "'\\\r\n'", "'\\\\'"),
)
REGEXES = (
    "/re/",
    "/a  b/g",
    "/[/]  x/",
    "/\\/ y/i",
    "/=x/",
    "/'/",
    '/"/',
    "/`/",
    "/ /",
    "/}/",
    "/(?:a  b)/v",
    "/[\\]/]/",
)
TEXTS = ("", "a  b", "\n", "\\`", "$", "//", "/*", "'", "\\${", " } ", "{", "\\\n")
BINARY = (
    "+ - * / % ** & | ^ && || ?? < > <= >= << >> >>> == != === !== , in instanceof / / + - < > % & * + - - +".split()
)
ASSIGN = "= += -= *= /= %= **= &= |= ^= <<= >>= >>>= &&= ||= ??=".split()
UNARY = "+ - ! ~ typeof void delete + - ! ++ --".split()
SPACES = (
    " ",
    "  ",
    "\t",
    "\v",
    "\f",
    "\xa0",
    "\ufeff",
    "\u3000",
    "/**/",
    "/* c */",
    "/*'*/",
    "/*`*/",
    "/* // */",
    "/***/",
)
LINES = (
    *("\n", "\r\n", "\r", "\u2028", "\u2029", "\n\n", "\n  ", "/*\n*/", "// c\n", "//\r", "// '\n", "//`\n", "// /*\n"),
    *("//\\\n", "// c\u2028", "/*\u2029*/"),
)
KEPT = ("/*!b*/", "/*! b\n*/", "\n/*!b*/\n", "/*@cc_on x@*/", "//@cc_on y\n", "/*!b*//*!c*/")
WORD = "$_\\#"
