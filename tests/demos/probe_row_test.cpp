#include "demos/lab/probe/probe_row.hpp"

#include <cmath>

#include "demos/lab/probe/norm_watch.hpp"
#include "demos/lab/report/probe_charts.hpp"
#include "demos/lab/rounding.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

using Words = std::vector<std::string>;

Trainer trainer_of(gg::Module& net, std::size_t steps) {
  TrainOptions o;
  o.steps = steps;
  return {net, small_images(), o};
}

// What a probe makes of seven steps of a small net, looking at every third.
struct Watched {
  gg::ModulePtr net;
  std::unique_ptr<Probe> probe;
  Json json;

  Watched(const std::string& name, const std::string& norm)
      : net(small_net(norm)), probe(make_probe(name, 3)) {
    Trainer trainer = trainer_of(*net, 7);
    trainer.watch(*probe);
    train(trainer);
    json = probe_json(probe_entry(name), *probe, *net);
  }
};

Words places_of(const Json& part) {
  Words places;
  for (const Json& one : part.at("places")) places.push_back(one.at("place"));
  return places;
}

// A quantity at two places and two steps.
Json part(double value) {
  return {{"quantity", "dead share"},
          {"at", {1, 11}},
          {"places",
           {{{"place", "ReLU 1"}, {"values", {value, 2 * value}}},
            {{"place", "ReLU 2"}, {"values", {0, nullptr}}}}}};
}

Json row(const std::string& norm, int seed, double value) {
  return {{"norm", norm},
          {"seed", seed},
          {"status", "finished"},
          {"probes", {{"dead_units", Json::array({part(value)})}}}};
}

}  // namespace

TEST_CASE("numbers are rounded to so many digits") {
  CHECK(rounded(1234.56) == 1235);
  CHECK(rounded(0.000123456, 2) == 0.00012);
  CHECK(std::isnan(rounded(NAN)));
  CHECK(rounded(std::vector<double>{1.00004, NAN}).dump() == "[1.0,null]");
}

TEST_CASE("a probe records the quantities that the table says, one number each") {
  for (const ProbeEntry& entry : probe_table()) {
    const auto net = small_net("bn");
    const auto probe = entry.make(1);
    Trainer trainer = trainer_of(*net, 3);
    trainer.watch(*probe);
    train(trainer);
    Words recorded, listed;
    for (const ProbeRecord& record : probe->records()) {
      INFO(entry.name << ", " << record.quantity);
      CHECK((record.values.size() == 1) == !entry.quantities.empty());
      if (std::count(recorded.begin(), recorded.end(), record.quantity) == 0)
        recorded.push_back(record.quantity);
    }
    for (const ProbeQuantity& quantity : entry.quantities) listed.push_back(quantity.name);
    if (!entry.quantities.empty()) CHECK(recorded == listed);
  }
}

TEST_CASE("what a probe saw is kept by place, which is the same for all normalizers") {
  for (const char* norm : {"bn", "none", "frn", "ws+gn:c8"}) {
    INFO(norm);
    for (const char* name : {"gradient_norms", "gradient_changes", "update_ratios"}) {
      const Watched seen(name, norm);
      for (const Json& part : seen.json) {
        CHECK(places_of(part) == Words{"whole net", "layer 1", "layer 2", "layer 3", "layer 4"});
        for (const Json& one : part.at("places")) CHECK(one.at("values").size() == part.at("at").size());
      }
    }
  }
  const Watched relus("dead_units", "bn"), none("dead_units", "frn");
  CHECK(places_of(relus.json.at(0)) == Words{"ReLU 1", "ReLU 2", "ReLU 3"});
  CHECK(relus.json.at(0).at("at") == Json{1, 4, 7});
  CHECK(none.json.empty());  // its activation is its own
  const Watched ratios("update_ratios", "bn");
  const Json& last = ratios.json.at(0).at("places").back();
  CHECK(last.at("values") == rounded({series(*ratios.probe, "10.weight", "update ratio").values[0][0],
                                      series(*ratios.probe, "10.weight", "update ratio").values[1][0],
                                      series(*ratios.probe, "10.weight", "update ratio").values[2][0]}));
}

TEST_CASE("gamma and beta that are not finite are left out of their quartiles") {
  const auto net = small_net("bn");
  for (auto& [name, parameter] : net->named_parameters()) {
    if (name == "1.weight") parameter.mutable_data()[3] = NAN;
    if (name == "1.bias") parameter.fill_(NAN);
  }
  Trainer trainer = trainer_of(*net, 1);
  const NormWatch watch(trainer, 1, 8);
  train(trainer);
  const Json first = watch.layers().at(0);
  CHECK(first.at("gamma") == Json{{1.0, 1.0, 1.0, 1.0, 1.0}});
  CHECK(first.at("beta").dump() == "[[null,null,null,null,null]]");
  CHECK(watch.at() == Json{1});
}

TEST_CASE("probes are drawn with a chart for each quantity, a panel a place and a line a normalizer") {
  const auto rows = three_seeds({{"bn", 0.1}, {"none", 0.2}}, row);
  const auto charts = probe_charts(rows, "a net");
  REQUIRE(charts.size() == 1);
  CHECK(charts[0].name == "dead_share");
  const Chart& chart = charts[0].chart;
  CHECK_NOTHROW(check(chart));
  CHECK(chart.title == "Dead share over training");
  CHECK(chart.y.title == "share of channels");
  CHECK(contains(chart.subtitle, "a net, mean of 3 seeds"));
  CHECK(contains(chart.caption, "Share of each ReLU's channels that are zero"));
  CHECK(texts(chart, "panel") == Texts{"ReLU 1", "ReLU 1", "ReLU 1", "ReLU 1", "ReLU 2", "ReLU 2"});
  CHECK(texts(chart, "series") == Texts{"BN", "BN", "none", "none", "BN", "none"});
  CHECK(numbers(chart, "step") == Numbers{1, 11, 1, 11, 1, 1});
  CHECK(numbers(chart, "value")[3] == Approx(0.4));
}

TEST_CASE("runs without probes, crashed or too short ones leave no gap in their charts") {
  Json shorter = row("bn", 1, 0.3);
  shorter["status"] = "diverged";
  shorter["probes"]["dead_units"][0]["at"] = {1};
  Json without = row("none", 0, 0.1);
  without.erase("probes");
  const auto charts = probe_charts({row("bn", 0, 0.1), shorter, crashed_row("bn", 2), without}, "a net");
  REQUIRE(charts.size() == 1);
  CHECK(texts(charts[0].chart, "series") == Texts{"BN", "BN"});
  CHECK(numbers(charts[0].chart, "step") == Numbers{1, 1});  // of both panels: only where both runs are
  CHECK(probe_charts({without, crashed_row("bn", 0)}, "a net").empty());
  CHECK(contains(probe_charts({row("bn", 0, 0.1)}, "a net").at(0).chart.subtitle, "one seed"));
}

TEST_CASE("notes say what the probes asked for measure") {
  CHECK(probe_notes({"percentiles", "affine"}).empty());
  const Words notes = probe_notes({"dead_units", "percentiles"});
  REQUIRE(notes.size() == 1);
  CHECK(contains(notes[0], "dead_units: share of each ReLU's channels"));
  CHECK_FALSE(contains(notes[0], "percentile"));
}
