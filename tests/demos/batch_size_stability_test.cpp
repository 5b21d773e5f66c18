// The program from end to end, in a process of its own.
#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "core/files.hpp"
#include "core/isa.hpp"
#include "demos/lab/process.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;
using gg::read_file;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

const Words keys = {"norm", "batch", "seed"};
const Words small_sweep = {"--quick", "--norms", "bn,gn:c8", "--batches", "16,4", "--seeds",
                           "2",       "--steps", "30",       "--jobs",    "2"};

Words command(const fs::path& out, const Words& options) {
  Words all = {GROUPGRAD_PROGRAMS "/batch_size_stability", "--out", out.string()};
  all.insert(all.end(), options.begin(), options.end());
  return all;
}

ProcessResult run(const fs::path& out, Words options, const Words& more = {}) {
  options.insert(options.end(), more.begin(), more.end());
  return run_process(command(out, options));
}

// By cell, without what differs from run to run.
std::map<std::string, Json> measured(const fs::path& out) {
  std::map<std::string, Json> cells;
  for (Json row : read_results(out, keys).rows) {
    for (const char* key : {"seconds", "images_per_second", "revision"}) row.erase(key);
    cells[Cell{{{"norm", row["norm"]}, {"batch", row["batch"]}, {"seed", row["seed"]}}}.name()] = row;
  }
  return cells;
}

// The small sweep without interruption.
const std::map<std::string, Json>& expected() {
  static const auto cells = [] {
    TempFolder folder;
    REQUIRE(run(folder.path() / "out", small_sweep).exit_code == 0);
    return measured(folder.path() / "out");
  }();
  return cells;
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of('\n'), start = text.find_last_of('\n', end);
  return text.substr(start + 1, end - start);
}

// The page with its scripts emptied: what stands in them is not HTML. Each has to begin as written here, so
// that none is loaded from elsewhere; that those which are there ask for nothing, the browser test sees.
std::string without_scripts(std::string html) {
  for (const std::string start : {"<script>", "<script type=\"application/json\">"}) {
    for (std::size_t at = html.find(start); at != std::string::npos; at = html.find(start, at)) {
      const std::size_t end = html.find("</script>", at);
      REQUIRE(end != std::string::npos);
      html.erase(at, end + std::string("</script>").size() - at);
    }
  }
  return html;
}

// Whether every element of the page is closed in its turn.
bool is_well_formed(const std::string& html) {
  const Words without_end = {"!DOCTYPE", "meta", "br", "hr", "img", "link"};
  Words open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at)) {
    const std::size_t end = html.compare(at, 4, "<!--") == 0 ? html.find("-->", at) + 2 : html.find('>', at);
    if (end >= html.size()) return false;
    const std::string tag = html.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" \n\t/", 1));
    at = end;
    if (tag[0] == '/') {
      if (open.empty() || "/" + open.back() != tag) return false;
      open.pop_back();
    } else if (tag[0] != '!' && tag[0] != '?' && tag.back() != '/' &&
               std::find(without_end.begin(), without_end.end(), name) == without_end.end()) {
      open.push_back(name);
    }
  }
  return open.empty();
}

void check_is_offline(const std::string& html) {
  for (const char* part : {"src=", "<link", "<script", "@import", "url(http", "url(//", "href='http",
                           "href=\"http", "href=\"//"}) {
    INFO(part);
    CHECK_FALSE(contains(html, part));
  }
}

// Starts the program, sends it the signal when so many cells are kept, and gives what it said.
ProcessResult interrupted(const fs::path& out, int signal, std::size_t rows) {
  const std::string said = (out.parent_path() / "said").string();
  Words shell = {"sh", "-c", "exec \"$@\" > '" + said + "' 2>&1", "sh"};
  for (const std::string& word : command(out, small_sweep)) shell.push_back(word);
  std::vector<char*> argv;
  for (std::string& word : shell) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  REQUIRE(::posix_spawnp(&pid, argv[0], nullptr, nullptr, argv.data(), environ) == 0);
  for (int i = 0; i < 3000 && (!fs::exists(out) || read_results(out, keys).rows.size() < rows); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ::kill(pid, signal);
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), read_file(said), ""};
}

}  // namespace

TEST_CASE("batch_size_stability: colour images of CIFAR-10's form, in an order and augmented") {
  TempFolder folder;
  for (const char* file :
       {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
    std::string records;
    for (int image = 0; image < 40; ++image) {
      records += static_cast<char>(image % 2);
      for (int i = 0; i < 3072; ++i) records += static_cast<char>(i * (1 + image % 2) + image);
    }
    folder.write("data/cifar-10-batches-bin/" + std::string(file) + ".bin", records);
  }
  const Words options = {
      "--quick",   "--train-images", "200",     "--steps",         "2",       "--norms", "bn,gn:c8",
      "--batches", "32,16",          "--order", "class-per-batch", "--shift", "1",       "--flip",
      "0.5",       "--noise",        "0.1"};
  const auto result = run(folder.path() / "out", options,
                          {"--data", "cifar10", "--data-dir", (folder.path() / "data").string()});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  for (const auto& [name, row] : measured(folder.path() / "out")) {
    INFO(name);
    CHECK(row["status"] == "finished");
    CHECK(row["run_settings"]["data"] == "cifar10");
    CHECK(row["run_settings"]["order"] == "class-per-batch");
  }
  // Steps of pure parts differ with the parts' size, so nothing is flat by construction.
  const std::string report = read_file(folder.path() / "out" / "report.html");
  CHECK(contains(report, "holds one class"));
  CHECK(contains(report, "This was a quick run"));
  CHECK_FALSE(contains(report, "by construction"));
  CHECK_FALSE(contains(report, "normalizers do not look at the batch"));
}

TEST_CASE("batch_size_stability: a quick run gives results, charts, a report and a table") {
  TempFolder folder;
  const auto out = folder.path() / "my run";
  const auto result = run(out, {"--quick", "--norms", "bn,none", "--batches", "32,2", "--seeds", "2"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  CHECK(result.errors.empty());
  CHECK(contains(result.output, "[4/8] "));
  CHECK(contains(result.output, "\nnorm "));
  CHECK(contains(result.output, "\nBN "));
  CHECK(contains(result.output, "\nnone "));
  CHECK(last_line(result.output) == "Report: " + (out / "report.html").string());

  CHECK(read_settings(out)["steps"] == 20);
  const auto cells = measured(out);
  REQUIRE(cells.size() == 8);
  for (const auto& [name, row] : cells) {
    INFO(name);
    CHECK(row["status"] == "finished");
    CHECK(row["steps_done"] == 20);
    CHECK(row["validation_error"] > 0);
    CHECK(row["validation_error"] <= 95);
    CHECK(row["curve"]["images"].back() == 640);
    CHECK(row["run_settings"] == read_settings(out));
  }
  CHECK(cells.at("none, batch 32, seed 0")["validation_error"] != 0);
  CHECK(cells.at("bn, batch 32, seed 0")["curve"] != cells.at("bn, batch 32, seed 1")["curve"]);

  const std::string html = without_scripts(read_file(out / "report.html"));
  CHECK(is_well_formed(html));
  check_is_offline(html);
  CHECK(count_of(html, "<svg") == 2);
  CHECK(contains(html, "8 runs; none diverged, none crashed."));
  CHECK(contains(html, gg::text(gg::isa())));
  for (const char* name : {"error_by_batch.svg", "training_curves.svg"}) {
    CHECK(is_well_formed(read_file(out / name)));
  }
}

TEST_CASE("batch_size_stability: --profile says where the time goes, and writes a trace once") {
  TempFolder folder;
  const auto out = folder.path() / "out";
  const Words tiny = {"--quick", "--profile", "--norms", "bn,none", "--steps", "3"};
  const auto result = run(out, tiny);
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  CHECK(contains(result.output, "conv3 on glyphs, bn, batch 32, seed 0"));
  CHECK(contains(result.output, "\nconv2d "));
  CHECK(contains(result.output, "% of it in ops"));
  const std::string trace = read_file(out / "profile.json");
  CHECK(Json::parse(trace).at("traceEvents").size() > 20);
  CHECK_FALSE(fs::exists(out / "results.jsonl"));
  const auto again = run(out, tiny);
  CHECK(again.exit_code == 1);
  CHECK(contains(again.errors, "profile.json is there already"));
  CHECK(read_file(out / "profile.json") == trace);
}

TEST_CASE("batch_size_stability: as many jobs as one likes give the same numbers") {
  TempFolder folder;
  const auto one = folder.path() / "one";
  Words options = small_sweep;
  options.back() = "1";
  REQUIRE(run(one, options).exit_code == 0);
  CHECK(measured(one) == expected());
}

TEST_CASE("batch_size_stability: a run that was stopped goes on, and ends with the same numbers") {
  for (int signal : {SIGINT, SIGKILL}) {
    TempFolder folder;
    const auto out = folder.path() / "out";
    const auto stopped = interrupted(out, signal, 2);
    INFO(stopped.output);
    CHECK(stopped.exit_code == (signal == SIGINT ? 130 : 137));
    const std::size_t kept = read_results(out, keys).rows.size();
    CHECK(kept >= 2);
    CHECK(kept < expected().size());
    CHECK_FALSE(fs::exists(out / "report.html"));
    if (signal == SIGINT) {
      CHECK(contains(stopped.output, "Stopped. "));
      CHECK(contains(stopped.output, "/batch_size_stability --out " + out.string() + " --quick"));
      CHECK(contains(stopped.output, " --jobs 2 --resume\n"));
    }

    const auto resumed = run(out, small_sweep, {"--resume"});
    INFO(resumed.output << resumed.errors);
    REQUIRE(resumed.exit_code == 0);
    CHECK(count_of(resumed.output, "\n[") + 1 == expected().size() - kept);
    CHECK(read_results(out, keys).rows.size() == expected().size());
    CHECK(measured(out) == expected());
    CHECK(fs::exists(out / "report.html"));
  }
}

TEST_CASE("batch_size_stability: a folder that holds another run is not touched") {
  TempFolder folder;
  const auto out = folder.path() / "out";
  const Words tiny = {"--quick", "--norms", "none", "--batches", "32", "--steps", "2"};
  REQUIRE(run(out, tiny).exit_code == 0);
  const std::string before = read_file(out / "results.jsonl");
  const auto again = run(out, tiny);
  CHECK(again.exit_code == 1);
  CHECK(contains(again.errors, "--resume"));
  const auto other = run(out, {"--quick", "--steps", "3", "--resume"});
  CHECK(other.exit_code == 1);
  CHECK(contains(other.errors, "steps: 2 there, 3 now"));
  CHECK(read_file(out / "results.jsonl") == before);

  const auto wider = run(out, tiny, {"--seeds", "2", "--resume"});
  CHECK(wider.exit_code == 0);
  CHECK(read_file(out / "results.jsonl").rfind(before, 0) == 0);
  CHECK(measured(out).size() == 2);
  const auto narrower = run(out, tiny, {"--resume"});
  CHECK(contains(narrower.output, "from: 2 seeds"));
  CHECK(contains(read_file(out / "report.html"), "0, 1"));

  const std::string rows = read_file(out / "results.jsonl");
  const auto at = rows.find("\"revision\":\"") + 12;
  gg::write_file(out / "results.jsonl", rows.substr(0, at) + "feedbee-" + rows.substr(at));
  CHECK(contains(run(out, tiny, {"--resume"}).output, "programs of several revisions, feedbee-"));
}

TEST_CASE("batch_size_stability: a mistake is named before anything is trained") {
  TempFolder folder;
  const auto out = folder.path() / "out";
  folder.write("file", "");
  const std::vector<std::pair<Words, Words>> mistakes = {
      {{"--norms", "bn,batch"}, {"--norms", "batch", "gn:G or gn:cK"}},
      {{"--norms", "gn:c7"}, {"--norms", "gn:c7", "divisible"}},
      {{"--norms", "gn:32"}, {"--norms", "gn:32", "16 channels"}},
      {{"--norms", "bn,ln,bn"}, {"--norms", "bn is there twice"}},
      {{"--batches", "32,5"}, {"--batches", "divide 32", "5"}},
      {{"--batches", "-4"}, {"--batches", "-4"}},
      {{"--batches", "0"}, {"--batches", "0"}},
      {{"--batches", "4,4"}, {"--batches", "4 is there twice"}},
      {{"--protocol", "plain", "--batches", "640,1000", "--quick"}, {"--batches", "1000"}},
      {{"--protocol", "plane"}, {"--protocol", "plane"}},
      {{"--train-images", "31"}, {"--train-images", "32", "31"}},
      {{"--train-images", "4801"}, {"--train-images", "4800", "4801"}},
      {{"--data", "cifar"}, {"cifar", "fashion-mnist"}},
      {{"--data", "mnist", "--data-dir", "/nowhere"}, {"/nowhere", "train-images-idx3-ubyte", "fetch_mnist"}},
      {{"--model", "resnet"}, {"resnet", "conv5"}},
      {{"--seeds", "many"}, {"--seeds", "many"}},
      {{"--lr", "-1"}, {"--lr", "-1"}},
      {{"--nonsense"}, {"--nonsense"}},
  };
  for (const auto& [options, words] : mistakes) {
    const auto result = run(out, options);
    INFO(options[0] << " " << options.back() << ": " << result.errors);
    CHECK(result.exit_code != 0);
    CHECK(result.exit_code < 128);
    for (const std::string& word : words) CHECK(contains(result.errors, word));
    CHECK(result.output.empty());
    CHECK_FALSE(fs::exists(out));
  }
  const auto unwritable = run(folder.path() / "file" / "out", {"--quick"});
  CHECK(unwritable.exit_code == 1);
  CHECK(contains(unwritable.errors, (folder.path() / "file" / "out").string()));
  for (const char* wrong : {"GROUPGRAD_ISA=sse9", "GROUPGRAD_NUM_THREADS=0"}) {
    const auto got = run_process({"env", wrong, GROUPGRAD_PROGRAMS "/batch_size_stability", "--quick",
                                  "--out", (folder.path() / "wrong").string()});
    INFO(got.errors);
    CHECK(got.exit_code == 1);
    CHECK(contains(got.errors, "batch_size_stability: "));
    CHECK(count_of(got.errors, ", got \"") == 1);
    CHECK(contains(got.errors, std::string(wrong).substr(0, std::string(wrong).find('='))));
    CHECK_FALSE(fs::exists(folder.path() / "wrong"));
  }
  const auto nowhere = run_process({GROUPGRAD_PROGRAMS "/batch_size_stability", "--resume"});
  CHECK(nowhere.exit_code == 1);
  CHECK(contains(nowhere.errors, "--resume needs --out"));
}

TEST_CASE("batch_size_stability: the plain protocol sees as many images at every batch") {
  TempFolder folder;
  const auto result =
      run(folder.path(), {"--quick", "--protocol", "plain", "--norms", "gn:c8", "--batches", "32,8"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  const auto cells = measured(folder.path());
  CHECK(cells.at("gn:c8, batch 32, seed 0")["steps_done"] == 20);
  CHECK(cells.at("gn:c8, batch 8, seed 0")["steps_done"] == 80);
  for (const auto& cell : cells) CHECK(cell.second["curve"]["images"].back() == 640);
  CHECK(cells.at("gn:c8, batch 32, seed 0")["curve"] != cells.at("gn:c8, batch 8, seed 0")["curve"]);
}

TEST_CASE("batch_size_stability: runs that diverge are results, and the report comes all the same") {
  TempFolder folder;
  const auto result =
      run(folder.path(), {"--quick", "--lr", "1e9", "--norms", "none", "--batches", "32,8", "--seeds", "2"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  for (const auto& [name, row] : measured(folder.path())) {
    INFO(name);
    CHECK(row["status"] == "diverged");
    CHECK(row["steps_done"] < 20);
    CHECK_FALSE(row.contains("validation_error"));
  }
  CHECK(contains(result.output, "No run ended well"));
  CHECK(contains(result.output, "2 diverged"));
  CHECK(last_line(result.output) == "Report: " + (folder.path() / "report.html").string());
  const std::string html = without_scripts(read_file(folder.path() / "report.html"));
  CHECK(is_well_formed(html));
  CHECK(contains(html, "4 runs; 4 diverged, 0 crashed."));
  CHECK(contains(html, "No run ended well"));
}

TEST_CASE("batch_size_stability: what is degenerate is said") {
  TempFolder folder;
  const auto result = run(folder.path(), {"--quick", "--model", "mlp", "--norms", "in,bn", "--batches", "1"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 1);
  CHECK(contains(result.errors, "1 cell crashed"));
  CHECK(contains(result.output, "IN can give nothing but beta there"));
  CHECK(contains(result.output, "BN at batch 1 cannot be trained there"));
  CHECK(contains(result.output, "bn, batch 1, seed 0: crashed: "));
}
