"""Doxygen's view of a header: reads one file, writes it with Doxygen's comment marks, changes nothing else.

The headers are written for a reader of the source: plain // comments, before what they describe or after it on
the same line. What becomes of them:

- The comment at the top describes the file.
- A comment describes the declarations that follow it without a blank line or another comment between.
- Lines indented by two more spaces are formulas, one a line, typeset in a browser; three or more spaces inside
  one begin a note in words. A block with a sign that no formula has (; :: { } or a quotation mark), or indented
  by four or more, is code or a table, and stays as it is.
- `...` is code.

A constructor without a comment is described by its class; the inline namespace, destructors and deleted functions
are left out. In Markdown files, links into the sources become plain names.
"""

import html
import re
import sys

CODE_SIGNS = re.compile(r'[;{}"]|::')
SCOPE = re.compile(r"^(template <.*> *)?(inline )?(class|struct|enum|namespace|extern)\b")
SKIPPED = re.compile(r"^(virtual )?~\w+\(|= delete;$|^using \w+::\w+;$|^(class|struct) \w+;$")
INLINE_NAMESPACE = re.compile(r"^(inline namespace GG_SCALAR \{|\}  // namespace GG_SCALAR)$")

GREEK = set("alpha beta gamma delta epsilon eta theta lambda mu nu pi rho sigma tau phi omega Phi".split())
FUNCTIONS = set("sqrt log sin cos tanh min max sum".split())
WORDS = set("if else otherwise where over of and or for in with as".split())
BRACKETS = {"floor": ("", "|__", "__|"), "ceil": ("", "|~", "~|")}
SIGNS = {"<-": "larr", "⟨": "(:", "⟩": ":)"}
TOKEN = re.compile(r"\s+|\d+(?:\.\d+)?(?:e-?\d+)?|[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*|<-|->|<=|>=|!=|\.\.\.|.")


def symbol(name):
    """One name of a formula in AsciiMath: letters and Greek ones as such, subscripts set low, words upright."""
    if name in FUNCTIONS or name in GREEK or len(name) == 1:
        return name
    if name == "eps":
        return "epsi"
    if name in ("inf", "infinity"):
        return "oo"
    if name in WORDS:
        return f'" {name} "'
    parts = re.fullmatch(r"([A-Za-z]|%s)(?:_(\w+)|(\d+))" % "|".join(GREEK | FUNCTIONS), name)
    if parts:
        low = parts[2] or parts[3]
        return f"{parts[1]}_({low if len(low) == 1 else chr(34) + low + chr(34)})"
    return f'"{name}"'


def number(text):
    mantissa, _, exponent = text.partition("e")
    return text if not exponent else (f"10^({exponent})" if mantissa == "1" else f"{mantissa}*10^({exponent})")


def close_bracket(tokens, start):
    """The index of the bracket that closes the one at start."""
    depth = 0
    for i in range(start, len(tokens)):
        depth += (tokens[i] == "(") - (tokens[i] == ")")
        if depth == 0:
            return i
    sys.exit("filter.py: unbalanced brackets in a formula: " + "".join(tokens))


def asciimath(formula):
    """A formula as headers write it, in AsciiMath.

    >>> asciimath("w <- w - lr m / (1 - beta1^t)")
    'w larr w - "lr" \\\\  m / ( 1 - beta_(1) ^ t )'
    >>> asciimath("floor(W_ih / 2) + <u, sum_c exp(x)> 1e-5")
    '{: |__ W_("ih") / 2 __|:} + (: u , sum_(c) \\\\  {:"exp" ( x ):} :) \\\\  10^(-5)'
    """
    return converted(TOKEN.findall(re.sub(r"<([^<>-][^<>]*,[^<>]*)>", r"⟨\1⟩", formula)))  # ⟨u, v⟩: inner product


def converted(tokens):
    written, after_operand, space, i = [], False, False, 0
    while i < len(tokens):
        token = tokens[i]
        if token.isspace():
            space, i = True, i + 1
            continue
        operand = token[0].isalnum() or token == "⟨"
        is_call = token[0].isalpha() and token != "sqrt" and tokens[i + 1 : i + 2] == ["("]
        if (operand or token == "(") and after_operand and space:
            written.append("\\ ")
        if is_call:  # in invisible brackets, so that a fraction takes it as one
            end = close_bracket(tokens, i + 1)
            name, left, right = BRACKETS.get(token, (symbol(token), "(", ")"))
            written.append(f"{{:{name} {left} {converted(tokens[i + 2 : end])} {right}:}}")
            i = end
        elif token[0].isdigit():
            written.append(number(token))
        else:
            written.append(symbol(token) if token[0].isalpha() else SIGNS.get(token, token))
        after_operand = is_call or (operand and token not in FUNCTIONS) or token in (")", "]", "⟩")
        space, i = False, i + 1
    return " ".join(written)


def formula_html(line):
    formula, _, note = re.sub(r" {3,}", "\0", line.strip(), count=1).partition("\0")
    note = f'<span class="note">{html.escape(note.strip())}</span>' if note else ""
    return (
        f'@htmlonly<span class="formula"><span class="math" data-math="{html.escape(asciimath(formula))}">'
        f"{html.escape(formula)}</span>{note}</span>@endhtmlonly"
    )


def prose(lines):
    """A paragraph on one line, so that no sign at the start of a line makes it a list."""
    parts = " ".join(line.strip() for line in lines).split("`")
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(r"([\\@<>*#%&$|\[\]])", r"\\\1", parts[i])
    return "`".join(parts)


def list_items(lines):
    items = []
    for line in lines:
        if line.startswith("- ") or not items:
            items.append([line.removeprefix("- ")])
        else:
            items[-1].append(line)
    return ["- " + prose(item) for item in items]


def indented(lines):
    depth = min(len(line) - len(line.lstrip()) for line in lines)
    if depth < 4 and not CODE_SIGNS.search("\n".join(lines)):
        return [formula_html(line) for line in lines]
    language = "cpp" if CODE_SIGNS.search("\n".join(lines)) else "unparsed"
    return ["~~~{.%s}" % language, *(line[depth:] for line in lines), "~~~"]


def describe(comment):
    """A comment's text in Doxygen's words."""
    blocks = []  # of lines: runs of indented ones, runs of others, empty lines between
    for line in comment:
        is_indented = line.startswith("  ")
        if not line.strip():
            if blocks and blocks[-1][0] and blocks[-1][1]:
                blocks[-1][1].append("")
            elif blocks:
                blocks.append((False, []))
        elif blocks and blocks[-1][1] and blocks[-1][0] == is_indented:
            blocks[-1][1].append(line)
        else:
            blocks.append((is_indented, [line]))
    text = []
    for is_indented, lines in blocks:
        while lines and not lines[-1]:
            lines.pop()
        if not lines:
            continue
        if is_indented:
            text += indented([line for line in lines if line])
        else:
            text += list_items(lines) if lines[0].startswith("- ") else [prose(lines)]
        text.append("")
    return text[:-1]


def with_brief(text):
    """The first sentence, or the first formula, stands in lists of what there is."""
    first, rest = text[0], text[1:]
    if not first.startswith(("@", "~")):
        first, _, more = re.sub(r"(?<=[a-z0-9)`\"\]]\.) (?=[A-Z(`\"])", "\0", first, count=1).partition("\0")
        rest = [more, *rest] if more else rest
    return [f"@brief {first}", "", *rest]


def marked(text, indent=""):
    return [f"{indent}/// {line}".rstrip() for line in text]


def split_comment(line):
    """Code and trailing comment of a line."""
    code, mark, comment = line.partition("  // ")
    return (code, comment) if mark else (line, "")


def split_variables(statement):
    """`Tensor mean, var;` as two declarations, since Doxygen gives the words before it to the first alone."""
    several = re.fullmatch(r"(\s*[\w:<>]+) (\w+(?: = [^,;(]+)?(?:, \w+(?: = [^,;(]+)?)+);", "\n".join(statement))
    return [[f"{several[1]} {one};"] for one in several[2].split(", ")] if several else [statement]


class Header:
    def __init__(self, lines):
        self.lines = lines
        self.at = 0
        self.out = []
        self.classes = []  # names of the open scopes; "" for namespaces
        self.covering = None  # the text that describes what comes next
        self.used = False  # whether it has described something already

    def take_comment(self):
        comment = []
        while self.at < len(self.lines) and self.lines[self.at].lstrip().startswith("//"):
            comment.append(self.lines[self.at].lstrip()[2:].removeprefix(" ").rstrip())
            self.at += 1
        return comment

    def take_statement(self):
        """Lines up to one that ends a declaration or opens a scope, and the comment after it."""
        taken, comment = [], []
        while self.at < len(self.lines):
            code, note = split_comment(self.lines[self.at])
            self.at += 1
            taken.append(code.rstrip())
            if note:
                comment.append(note)
            in_enum = self.classes and self.classes[-1] == "enum"
            if taken[0].startswith("#"):
                if not code.rstrip().endswith("\\"):
                    break
            elif code.rstrip().endswith((";", "{", "}", ":")) or in_enum:
                break
        return taken, comment

    def skip_body(self, statement):
        """A function's body has no comments for readers of the documentation."""
        depth = "".join(statement).count("{") - "".join(statement).count("}")
        while depth > 0:
            line = self.lines[self.at]
            depth += line.count("{") - line.count("}")
            self.out.append(split_comment(line)[0] if not line.lstrip().startswith("//") else "")
            self.at += 1

    def is_constructor(self, first):
        name = self.classes[-1] if self.classes else ""
        return bool(name) and re.match(r"(explicit )?%s\(" % name, first)

    def statement(self):
        taken, comment = self.take_statement()
        first, joined = taken[0].strip(), " ".join(line.strip() for line in taken)
        indent = taken[0][: len(taken[0]) - len(taken[0].lstrip())]
        if INLINE_NAMESPACE.match(first + ("  // " + comment[0] if comment and first == "}" else "")):
            self.out.append("")
            return
        if SKIPPED.search(joined):
            self.skip_body(taken)
            self.covering = None
            return
        if comment and not self.used and self.covering:  # above and beside one declaration
            self.covering += ["", *describe(comment)]
        elif comment:
            self.covering = describe(comment)
        self.used = True
        is_code = re.match(r"[\w~]|\[\[|#define", first) and not re.match(r"(public|private|protected|namespace)\b", first)
        if is_code and not self.covering and self.is_constructor(first):
            self.covering = ["Makes one; the description of the class says from what."]
        docs = marked(with_brief(self.covering), indent) if is_code and self.covering else []
        for declaration in split_variables(taken):
            self.out += docs + declaration
        if comment:
            self.covering = None
        if SCOPE.match(joined) and joined.endswith("{"):
            kind = re.search(r"(namespace|enum|class|struct|extern)\b(?: class)? ?(\w*)", joined)
            self.classes.append({"namespace": "", "extern": "", "enum": "enum"}.get(kind[1], kind[2]))
            self.covering = None
        elif first.startswith("}"):
            self.classes.pop()
            self.covering = None
        elif is_code:
            self.skip_body(taken)

    def filtered(self):
        self.out += marked(["@file", *with_brief(describe(self.take_comment()))])
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip():
                self.covering = None
                self.out.append("")
                self.at += 1
            elif line.lstrip().startswith("//"):
                self.covering, self.used = describe(self.take_comment()), False
            else:
                self.statement()
        return self.out


def markdown(text):
    """Links into the sources become plain names; pictures are looked for by their name alone."""
    text = re.sub(r"(?<!!)\[`?([^\]`]+)`?\]\((?!https?:)[^)]*\)", r"`\1`", text)
    return re.sub(r"(!\[[^\]]*\])\((?!https?:)[^)]*/", r"\1(", text)


def filtered(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".md"):
        return "```".join(part if i % 2 else markdown(part) for i, part in enumerate(text.split("```")))
    return "\n".join(Header(text.splitlines()).filtered())


if __name__ == "__main__":
    if sys.argv[1] == "--check":  # Doxygen goes on when its filter fails: so it is tried before
        for name in sys.argv[2:]:
            filtered(name)
    else:
        print(filtered(sys.argv[1]))
