"""The first cells of a notebook: the header, then tensors, a net, a graph and a chart, each shown richly.

Cells are (code, MIME types that must be shown). notebook() makes an .ipynb of them.
"""

CELLS = [
    ('#include "notebooks/groupgrad.hpp"\n#include "xcpp/xdisplay.hpp"', []),
    ("gg::Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});\nx.requires_grad_();\nxcpp::display(x);", ["text/html"]),
    ("gg::Random rng(3);\ngg::Tensor images = gg::rand({4, 3, 8, 8}, rng);\n"
     "xcpp::display(gg::show::image(images));", ["image/png"]),
    ("auto net = gg::make<gg::Sequential>(gg::Sequential({gg::make<gg::Linear>(3, 4), gg::make<gg::GroupNorm>(2, 4),\n"
     "                                                    gg::make<gg::Linear>(4, 2)}));\n"
     "xcpp::display(gg::show::module(net));\nxcpp::display(*net);", ["text/html", "text/html"]),
    ("gg::Tensor y = (*net)(x), loss = gg::sum(y * y);\nxcpp::display(gg::show::graph(loss, {{\"x\", x}}));",
     ["image/svg+xml"]),
    ("loss.backward();\nstd::cout << x.grad() << std::endl;", []),
    ("gg::lab::Chart chart;\n"
     'chart.title = "Error against batch";\n'
     'chart.columns = {{"n", gg::lab::Numbers{2, 4, 8, 2, 4, 8}}, {"error", gg::lab::Numbers{60, 9, 5, 6, 6, 6}},\n'
     '                 {"norm", gg::lab::Texts{"BN", "BN", "BN", "GN", "GN", "GN"}}};\n'
     'chart.mark = gg::lab::LineWithBand{"n", "error", "", "", "norm"};\n'
     'chart.x = {"normalization batch", gg::lab::Scale::log2};\n'
     'chart.y = {"error (%)"};\n'
     "xcpp::display(chart);", ["image/svg+xml"]),
    ("double derivative(double t) { return 2 * t; }", []),
    ("xcpp::display(gg::check::derivative(derivative));", ["text/html"]),
    ("x", ["text/html"]),
]


def notebook():
    import nbformat

    cells = [nbformat.v4.new_code_cell(code) for code, _ in CELLS]
    metadata = {"kernelspec": {"name": "xcpp17", "display_name": "C++17", "language": "C++17"},
                "language_info": {"name": "c++"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)
