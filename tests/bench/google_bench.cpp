// Every registered case as a Google Benchmark; --benchmark_filter=group_norm runs some of them.
#include <benchmark/benchmark.h>

#include "tests/bench/case.hpp"

int main(int argc, char** argv) {
  using namespace gg::bench;
  for (const Family& family : families()) {
    for (const Sizes& sizes : family.cells) {
      benchmark::RegisterBenchmark(case_name(family, sizes).c_str(), [&](benchmark::State& state) {
        const Body body = family.prepare(sizes);
        body();  // memory is touched, caches are filled
        for (auto _ : state) body();
      });
    }
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
