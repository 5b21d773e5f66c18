"""What the headers declare, so that no op or layer can be forgotten in run_op."""

import re

# Declared like ops and layers, but not to be called by name.
NO_OPS = {
    "take_as": "take for the sources of other ops, which give it their name",
    "map": "for the sources of ops", "map2": "for the sources of ops", "broadcast": "for the sources of ops",
}
NO_LAYERS = {"ModuleList": "has no forward pass"}


def ops(root):
    """Names of the functions of core/ops that give a tensor, indices or a count."""
    names = set()
    for header in (root / "core" / "ops").glob("*.hpp"):
        names |= set(re.findall(r"^(?:inline )?(?:Tensor|Indices|std::size_t) (\w+)\(", header.read_text(), re.M))
    return names - set(NO_OPS)


def classes(root, folder, base):
    """Names of the classes in the headers of a folder that derive, however far, from `base`."""
    bases = {}
    for header in (root / folder).glob("*.hpp"):
        for name, rest in re.findall(r"^class (\w+) : public ([^{]+){", header.read_text(), re.M):
            # Cloneable<X> is a Module, Cloneable<X, Base> a Base.
            inner = re.match(r"Cloneable<\w+(?:, (\w+))?>", rest)
            bases[name] = (inner.group(1) or "Module") if inner else rest.split()[0].split("<")[0]

    def derives(name):
        return name == base or (name in bases and derives(bases[name]))

    return {name for name in bases if derives(name)}


def layers(root):
    text = "".join(h.read_text() for h in (root / "layers").glob("*.hpp"))
    concrete = {c for c in classes(root, "layers", "Module") if f"Cloneable<{c}" in text}
    return concrete - set(NO_LAYERS)
