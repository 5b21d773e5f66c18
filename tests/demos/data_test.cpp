#include "demos/lab/data/data.hpp"

#include <cstdlib>

#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;

namespace {

// Sets a variable of the environment for as long as it lives.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old, had_ = true;
    setenv(name, value, 1);
  }
  ~Variable() {
    if (had_) {
      setenv(name_, old_.c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::string old_;
  bool had_ = false;
};

std::string header(char magic, char count) { return std::string{0, 0, 8, magic, 0, 0, 0, count}; }

// One training image of one pixel with this label, and one test image with the label after it.
void write_mnist(const TempFolder& folder, const std::string& prefix, char label,
                 const std::string& ending = "") {
  const std::string image = header(3, 1) + std::string{0, 0, 0, 1, 0, 0, 0, 1, 5};
  folder.write(prefix + "train-images-idx3-ubyte" + ending, image);
  folder.write(prefix + "train-labels-idx1-ubyte" + ending, header(1, 1) + label);
  folder.write(prefix + "t10k-images-idx3-ubyte" + ending, image);
  folder.write(prefix + "t10k-labels-idx1-ubyte" + ending, header(1, 1) + static_cast<char>(label + 1));
}

std::string zeros(const std::string& label) {
  std::string out;
  for (int i = 0; i < 64; ++i) out += "0,";
  return out + label + "\n";
}

// CIFAR-10's five training files and its test file of one image each, with the labels label, ..., label + 5.
void write_cifar(const TempFolder& folder, const std::string& prefix, char label) {
  for (const char* file :
       {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
    folder.write(prefix + file + ".bin", std::string(1, label++) + std::string(3072, '\x33'));
  }
}

std::size_t first_label(const std::string& name, const std::string& folder) {
  return load_dataset(name, folder).train.labels.at(0);
}

}  // namespace

TEST_CASE("data: the table has the six sets") {
  std::string names;
  for (const auto& entry : dataset_table()) names += entry.name + " ";
  CHECK(names == "glyphs mnist fashion-mnist kmnist optdigits cifar10 ");
}

TEST_CASE("data: glyphs need no folder") {
  const Variable none("GROUPGRAD_DATA", "");
  const Dataset a = load_dataset("glyphs", "", 3);
  CHECK(a.name == "glyphs");
  CHECK(a.train.count == 4800);
  CHECK(a.test.count == 2000);
  CHECK(load_dataset("glyphs", "/nowhere", 3).train.pixels == a.train.pixels);
  CHECK(load_dataset("glyphs", "", 4).train.pixels != a.train.pixels);
}

TEST_CASE("data: each set from its own folder, plain or .gz") {
  const TempFolder folder;
  write_mnist(folder, "mnist/", 1);
  write_mnist(folder, "fashion-mnist/", 2, ".gz");
  write_mnist(folder, "kmnist/", 3);
  folder.write("optdigits/optdigits.tra", zeros("4"));
  folder.write("optdigits/optdigits.tes", zeros("5") + zeros("6"));
  CHECK(first_label("mnist", folder.path().string()) == 1);
  CHECK(first_label("fashion-mnist", folder.path().string()) == 2);
  CHECK(first_label("kmnist", folder.path().string()) == 3);
  CHECK(load_dataset("kmnist", folder.path().string()).test.labels == std::vector<std::size_t>{4});
  const Dataset digits = load_dataset("optdigits", folder.path().string());
  CHECK(digits.name == "optdigits");
  CHECK(digits.classes == 10);
  CHECK(digits.train.labels == std::vector<std::size_t>{4});
  CHECK(digits.test.labels == std::vector<std::size_t>{5, 6});
}

TEST_CASE("data: the folder of one set itself") {
  const TempFolder folder;
  write_mnist(folder, "kmnist/", 3);
  write_mnist(folder, "", 1);
  CHECK(first_label("kmnist", folder.path().string() + "/kmnist") == 3);
  CHECK(first_label("kmnist", folder.path().string() + "/kmnist/") == 3);
  CHECK(first_label("mnist", folder.path().string()) == 1);
}

TEST_CASE("data: CIFAR-10 from a folder of its name, or as its archive unpacks") {
  for (const char* place : {"cifar10/", "cifar10/cifar-10-batches-bin/", "cifar-10-batches-bin/", ""}) {
    INFO(place);
    const TempFolder folder;
    write_cifar(folder, place, 2);
    const Dataset cifar = load_dataset("cifar10", folder.path().string());
    CHECK(cifar.name == "cifar10");
    CHECK(cifar.classes == 10);
    CHECK(cifar.train.labels == std::vector<std::size_t>{2, 3, 4, 5, 6});
    CHECK(cifar.test.labels == std::vector<std::size_t>{7});
    CHECK(cifar.test.channels == 3);
    CHECK(first_label("cifar10", (folder.path() / place).string()) == 2);
  }
  const TempFolder folder;
  write_cifar(folder, "mnist/", 2);
  CHECK(contains(error_of([&] { load_dataset("cifar10", folder.path().string() + "/mnist"); }),
                 "found no data_batch_1.bin"));
  write_mnist(folder, "cifar-10-batches-bin/", 1);
  CHECK(contains(error_of([&] { load_dataset("mnist", folder.path().string() + "/cifar-10-batches-bin"); }),
                 "found no train-images-idx3-ubyte"));
}

TEST_CASE("data: files of one set are never taken for another") {
  const TempFolder folder;
  write_mnist(folder, "mnist/", 1);
  write_mnist(folder, "", 1);
  CHECK(contains(error_of([&] { load_dataset("kmnist", folder.path().string()); }),
                 "found no train-images-idx3-ubyte"));
  CHECK(contains(error_of([&] { load_dataset("fashion-mnist", folder.path().string() + "/mnist"); }),
                 "found no"));
  write_mnist(folder, "kmnist/", 3);
  CHECK(contains(error_of([&] { load_dataset("mnist", folder.path().string() + "/kmnist"); }), "found no"));
}

TEST_CASE("data: the option comes before the variable") {
  const TempFolder one, two;
  write_mnist(one, "mnist/", 1);
  write_mnist(two, "mnist/", 2);
  const Variable data("GROUPGRAD_DATA", one.path().c_str());
  CHECK(first_label("mnist", "") == 1);
  CHECK(first_label("mnist", two.path()) == 2);
}

TEST_CASE("data: errors say what is missing, where it belongs and how to get it") {
  const TempFolder folder;
  write_mnist(folder, "mnist/", 1);
  std::filesystem::remove(folder.path().string() + "/mnist/t10k-labels-idx1-ubyte");
  const std::string missing = error_of([&] { load_dataset("mnist", folder.path().string()); });
  INFO(missing);
  CHECK(contains(missing, "found no t10k-labels-idx1-ubyte (or t10k-labels-idx1-ubyte.gz) in " +
                              folder.path().string() + "/mnist or " + folder.path().string() + "."));
  CHECK(contains(missing, "fetch_mnist"));
  CHECK(contains(missing, "--data-dir"));
  CHECK(contains(missing, "GROUPGRAD_DATA"));

  CHECK(contains(error_of([&] { load_dataset("kmnist", folder.path().string()); }),
                 "github.com/rois-codh/kmnist"));
  CHECK(contains(error_of([&] { load_dataset("fashion-mnist", folder.path().string()); }),
                 "github.com/zalandoresearch/fashion-mnist"));
  CHECK(contains(error_of([&] { load_dataset("optdigits", folder.path().string()); }), "fetch_optdigits"));
  const std::string cifar = error_of([&] { load_dataset("cifar10", folder.path().string()); });
  CHECK(contains(cifar, "fetch_cifar10"));
  CHECK(contains(cifar, folder.path().string() + "/cifar10/cifar-10-batches-bin or "));

  const Variable none("GROUPGRAD_DATA", "");
  const std::string nowhere = error_of([] { load_dataset("mnist"); });
  INFO(nowhere);
  CHECK(contains(nowhere, "mnist: no data folder"));
  CHECK(contains(nowhere, "--data-dir or the variable GROUPGRAD_DATA"));
  CHECK(contains(nowhere, "fetch_mnist"));

  CHECK(error_of([] { load_dataset("minst"); }) ==
        "unknown data set \"minst\"; there are: glyphs, mnist, fashion-mnist, kmnist, optdigits, cifar10");
}
