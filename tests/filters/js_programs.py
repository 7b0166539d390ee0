"""JavaScript programs made at random: every kind of token and statement, with every kind of white space between.

Not all are valid: a newline may end a statement too early. A parser, or the scanner, says which are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from .js_gaps import spaced
from .js_vocabulary import ASSIGN, BINARY, NAMES, NUMBERS, PROPERTIES, REGEXES, STRINGS, TEXTS, UNARY


def program(random: Random, size: int = 12) -> str:
    """A program of up to about `size` statements."""
    return spaced(_Grammar(random).program(size), random)


class _Grammar:
    """Writes tokens; what may stand where depends on the functions and loops around."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.budget = self.names = 0
        self.function = self.generator = self.asynchronous = self.loop = False

    def program(self, size: int) -> list[str]:
        self.budget = self.random.randint(1, size) * 8
        tokens: list[str] = []
        while self.budget > 0:
            tokens += self.statement()
        return tokens

    def pick(self, *choices: Callable[[], list[str]]) -> list[str]:
        self.budget -= 1
        return self.random.choice(choices)()

    def maybe(self, make: Callable[[], list[str]], chance: float = 0.5) -> list[str]:
        return make() if self.random.random() < chance and self.budget > 0 else []

    def name(self) -> list[str]:
        return [self.random.choice(NAMES[:4] if self.random.random() < 0.85 else NAMES)]

    def fresh(self) -> list[str]:
        self.names += 1
        return [f"v{self.names}"]

    def separated(self, make: Callable[[], list[str]], most: int = 3) -> list[str]:
        tokens: list[str] = []
        for index in range(self.random.randint(0, most)):
            tokens += ([","] if index else []) + make()
        return tokens

    def statement(self) -> list[str]:
        if self.budget <= 0:
            return [";"]
        return self.pick(
            *(self.expression_statement,) * 5,
            *(self.declaration, self.block, self.if_, self.loop_, self.jump, self.function_, self.class_),
            *(self.switch, self.try_, self.labelled, self.regex_statement, lambda: [";"]),
        )

    def end(self) -> list[str]:
        return [self.random.choice((";", ";", ";", "\n"))]

    def expression_statement(self) -> list[str]:
        return [*self.expression(), *self.end()]

    def regex_statement(self) -> list[str]:
        return [self.random.choice(REGEXES), ".", "a", "(", ")", *self.end()]

    def declaration(self) -> list[str]:
        head = self.random.choice(("var", "let", "const", "var"))
        return [head, *(self.binding() if head == "var" else self.fresh()), "=", *self.operand(), *self.end()]

    def binding(self) -> list[str]:
        return self.pick(
            self.name, self.name, lambda: ["[", *self.name(), "]"], lambda: ["{", *self.name(), ":", "a", "}"]
        )

    def block(self) -> list[str]:
        return ["{", *self.maybe(self.statement), *self.maybe(self.statement), "}"]

    def if_(self) -> list[str]:
        return ["if", "(", *self.expression(), ")", *self.statement(), *self.maybe(lambda: ["else", *self.statement()])]

    def loop_(self) -> list[str]:
        outer, self.loop = self.loop, True
        tokens = self.pick(
            lambda: ["while", "(", *self.expression(), ")", *self.statement()],
            lambda: ["do", *self.statement(), "while", "(", *self.expression(), ")", *self.maybe(lambda: [";"])],
            lambda: ["for", "(", "var", "a", self.random.choice(("of", "in")), *self.operand(), ")", *self.statement()],
            lambda: ["for", "(", ";", *self.operand(), ";", *self.operand(), ")", *self.statement()],
            *(lambda: ["while", "(", *self.expression(), ")", *self.statement()],) * 2,
            lambda: [self.random.choice(("with", "while")), "(", *self.expression(), ")", *self.statement()],
        )
        self.loop = outer
        return tokens

    def jump(self) -> list[str]:
        if self.function and self.random.random() < 0.6:
            return ["return", *self.maybe(self.expression, 0.8), *self.end()]
        if self.loop:
            return [self.random.choice(("break", "continue")), *self.end()]
        return self.pick(lambda: ["throw", *self.expression(), *self.end()], lambda: ["debugger", *self.end()])

    def switch(self) -> list[str]:
        default = ["default", ":", *self.statement()]
        return [
            "switch",
            "(",
            *self.expression(),
            ")",
            "{",
            "case",
            *self.expression(),
            ":",
            *self.statement(),
            *default,
            "}",
        ]

    def try_(self) -> list[str]:
        return ["try", *self.block(), "catch", *self.maybe(lambda: ["(", "a", ")"]), *self.block()]

    def labelled(self) -> list[str]:
        return [*self.fresh(), ":", *self.statement()]

    def function_(self) -> list[str]:
        star, asynchronous = self.random.random() < 0.3, self.random.random() < 0.3
        head = [*(["async"] if asynchronous else []), "function", *(["*"] if star else []), *self.fresh()]
        return [*head, "(", *self.separated(lambda: ["a"], 1), ")", *self.body(star, asynchronous)]

    def body(self, generator: bool = False, asynchronous: bool = False) -> list[str]:
        around = self.function, self.generator, self.asynchronous, self.loop
        self.function, self.generator, self.asynchronous, self.loop = True, generator, asynchronous, False
        directive = self.maybe(lambda: ["'use strict'", *self.end()], 0.05)
        tokens = ["{", *directive, *self.maybe(self.statement, 0.8), *self.maybe(self.statement), "}"]
        self.function, self.generator, self.asynchronous, self.loop = around
        return tokens

    def class_(self) -> list[str]:
        heritage = self.maybe(self.heritage, 0.4)
        return ["class", *self.fresh(), *heritage, "{", *self.members(), "}"]

    def heritage(self) -> list[str]:
        return [
            "extends",
            *self.pick(self.leaf, self.regex, self.array, lambda: ["(", *self.expression(), ")", ".", "a"]),
        ]

    def members(self) -> list[str]:
        tokens: list[str] = []
        for _ in range(self.random.randint(0, 3)):
            tokens += self.pick(self.method, self.field, lambda: [";"], lambda: ["static", *self.block()])
        return tokens

    def method(self) -> list[str]:
        head = self.random.choice(([], [], ["static"], ["get"], ["async"], ["*"], ["async", "*"], ["static", "*"]))
        return [*head, *self.key(), "(", ")", *self.body("*" in head, "async" in head)]

    def field(self) -> list[str]:
        head = self.random.choice(([], ["static"]))
        return [*head, *self.key(), *self.maybe(lambda: ["=", *self.operand()]), *self.end()]

    def key(self) -> list[str]:
        return self.pick(
            lambda: [self.random.choice(PROPERTIES)],
            lambda: [self.random.choice(STRINGS[:3])],
            lambda: [self.random.choice(NUMBERS[:4])],
            lambda: ["[", *self.operand(), "]"],
            lambda: ["#p"],
        )

    def expression(self) -> list[str]:
        if self.budget <= 0:
            return self.leaf()
        return self.pick(
            *(self.operand, self.operand, self.binary, self.binary, self.assignment, self.conditional, self.arrow),
            *(self.special,),
        )

    def binary(self) -> list[str]:
        return [*self.operand(), self.random.choice(BINARY), *self.operand()]

    def assignment(self) -> list[str]:
        return [*self.name(), self.random.choice(ASSIGN), *self.expression()]

    def conditional(self) -> list[str]:
        return [*self.operand(), "?", *self.expression(), ":", *self.operand()]

    def arrow(self) -> list[str]:
        asynchronous = self.random.random() < 0.2
        head = [*(["async"] if asynchronous else []), *self.pick(lambda: ["(", ")"], lambda: ["a"]), "=>"]
        return head + self.pick(
            lambda: self.body(asynchronous=asynchronous), self.operand, lambda: ["(", "{", "}", ")"]
        )

    def special(self) -> list[str]:
        if self.generator:
            return (
                ["yield", *self.maybe(self.operand, 0.8)]
                if self.random.random() < 0.7
                else ["yield", "*", *self.leaf()]
            )
        if self.asynchronous:
            return ["await", *self.operand()]
        return self.pick(
            lambda: ["new", *self.name(), "(", ")"], lambda: ["import", "(", *self.leaf(), ")"], self.regex
        )

    def operand(self) -> list[str]:
        if self.budget <= 0:
            return self.leaf()
        return self.pick(
            *(self.primary,) * 4,
            lambda: [self.random.choice(UNARY[:8]), *self.primary()],
            lambda: [self.random.choice(("++", "--")), *self.name()],
            lambda: [*self.name(), self.random.choice(("++", "--"))],
        )

    def primary(self) -> list[str]:
        if self.budget <= 0:
            return self.leaf()
        return self.pick(
            *(self.leaf,) * 3,
            *(self.call, self.member, self.array, self.object_, self.template, self.regex),
            lambda: ["(", *self.expression(), ")"],
            lambda: ["(", "function", "(", ")", *self.body(), ")"],
            lambda: ["function", "*", "(", ")", *self.body(generator=True)],
            lambda: ["class", *self.maybe(self.heritage), "{", *self.members(), "}"],
        )

    def leaf(self) -> list[str]:
        choices = (NAMES[:4], self.name(), NUMBERS, STRINGS, ("this", "null", "true"))
        return [self.random.choice(self.random.choice(choices))]

    def regex(self) -> list[str]:
        return [self.random.choice(REGEXES), *self.maybe(lambda: [".", "a"])]

    def call(self) -> list[str]:
        return [*self.primary(), "(", *self.separated(self.operand, 2), ")"]

    def member(self) -> list[str]:
        dot = self.random.choice((".", ".", "?."))
        return [*self.primary(), *self.pick(lambda: [dot, self.random.choice(PROPERTIES)], lambda: ["[", "a", "]"])]

    def array(self) -> list[str]:
        return ["[", *self.separated(lambda: [*self.maybe(lambda: ["..."], 0.2), *self.operand()]), "]"]

    def object_(self) -> list[str]:
        return ["{", *self.separated(lambda: self.pick(self.entry, self.name, self.method)), "}"]

    def entry(self) -> list[str]:
        return [*self.key(), ":", *self.operand()]

    def template(self) -> list[str]:
        tag = self.maybe(self.name, 0.2)
        pieces = list(self._pieces())
        return [*tag, *pieces]

    def _pieces(self) -> Iterator[str]:
        start = "`"
        for _ in range(self.random.randint(0, 2)):
            yield f"{start}{self.random.choice(TEXTS)}${{"
            yield from self.expression()
            start = "}"
        yield f"{start}{self.random.choice(TEXTS)}`"
